// The tables as Kysely sees them. All times are bigint milliseconds UTC (read as number), ids are UUIDs.
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { Exemption } from '../../attempt/exemptions.ts';
import type { ExamRules, ExamTexts } from '../../attempt/rules.ts';
import type { LoginWay } from '../../accounts/login-way.ts';
import type { Role } from '../../accounts/permissions.ts';
import type { FaceStep } from '../../identity/face-steps.ts';
import type { PhoneReport } from '../../live/wire.ts';
import type { PartHeader, Track } from '../../recording/part.ts';
import type { InvigilationTables } from './invigilation-tables.ts';
import type { VerifyTables } from './verify-tables.ts';
import type { HandInOutcome } from '../../upload/hand-in-outcome.ts';

type Json<T extends object> = JSONColumnType<T, string, string>;
type Bytes = ColumnType<Buffer, Buffer, Buffer>;

export interface Database extends VerifyTables, InvigilationTables {
	server_state: {
		singleton: Generated<boolean>;
		epoch: string;
		mark: number;
		/** When this epoch began with a restored backup; null = it never was. */
		restored_at: number | null;
	};
	exams: {
		id: string;
		/** Its address (`/e/CODE`); null = none. */
		code: string | null;
		rules: Json<ExamRules>;
		texts: Json<ExamTexts>;
		/** C1: the window in which the address is open; null = no bound. */
		opens_at: number | null;
		closes_at: number | null;
		created_at: number;
	};
	sittings: {
		id: string;
		exam_id: string;
		code: string;
		kind: 'mock' | 'formal';
		starts_at: number;
		ends_at: number;
		published_at: number | null;
		created_at: number;
	};
	rooms: {
		id: string;
		sitting_id: string;
		name: string;
		/** I4: since when a present invigilator has opened it; null = nobody has been there. */
		opened_at: number | null;
	};
	accounts: {
		id: string;
		account: string;
		name: string;
		password_hash: string;
		/** A temporary password (C7) expires; null = a lasting one. */
		password_expires_at: number | null;
		created_at: number;
	};
	/** Roles of staff, for one exam or (null) for all; a room narrows an invigilator to it. */
	role_grants: { account_id: string; role: Role; exam_id: string | null; room_id: string | null };
	candidates: {
		id: string;
		room_id: string;
		account_id: string;
		name: string;
		id_number: string;
		admission: string;
		position: string;
		portrait: Bytes | null;
		portrait_type: string | null;
		/** The id that this candidate's attempt has, or will have: the draw of lots is made over it before anybody begins. */
		attempt_id: Generated<string>;
		/** What this candidate is let off (C14, P3), frozen into the attempt as rules: `phone`, `sweep`. */
		exempt: Generated<readonly Exemption[]>;
	};
	attempts: {
		id: string;
		candidate_id: string;
		room_id: string;
		/** Projection of the log, written in the same transaction. */
		stage: string;
		state: Json<AttemptState>;
		head_seq: number;
		head_hash: string;
		/** When the clock next decides something of it; null = never again. */
		due_at: number | null;
		created_at: number;
	};
	/** What lies beside the log and can be erased with its salt. */
	attempt_payloads: {
		attempt_id: string;
		seq: number;
		salt: string;
		/** RFC 8785 text, or, `sealed`, that text wrapped by the master key. */
		content: string;
		sealed: Generated<boolean>;
	};
	attempt_events: {
		attempt_id: string;
		seq: number;
		type: string;
		/** RFC 8785 text, exactly as hashed. */
		data: string;
		payload_digest: string | null;
		client_at: number | null;
		server_at: number;
		previous: string;
		hash: string;
	};
	/** Outcome of each device command, so that sending twice is harmless. */
	attempt_commands: {
		attempt_id: string;
		id: string;
		outcome: string;
		seq: number | null;
		at: number;
	};
	leases: {
		id: string;
		attempt_id: string;
		device: 'desktop' | 'phone';
		label: string;
		opened_at: number;
		/** SHA-256 of the key that this browser keeps; null for leases made before there was one. */
		device_hash: string | null;
		/** When it last spoke (C8), a few seconds late; null = not since it was opened. */
		heard_at: number | null;
	};
	/** C8: a device that asks for an attempt; granted, its id becomes the lease's. */
	lease_requests: {
		id: string;
		attempt_id: string;
		device_hash: string;
		label: string;
		/** When its page last asked. */
		heard_at: number;
		/** Answered, replaced or withdrawn: nobody waits for it. */
		settled: Generated<boolean>;
	};
	/** Capabilities: only the SHA-256 of the secret is kept. */
	attempt_tokens: {
		secret_hash: string;
		attempt_id: string;
		lease_id: string;
		scope: 'attempt' | 'evidence';
		expires_at: number;
	};
	/** Codes for binding a phone (C11, P1); only their SHA-256 is kept. */
	pairing_codes: {
		code_hash: string;
		attempt_id: string;
		/** Another phone may be replaced by it: the candidate has asked for that on the desktop (P5). */
		replaces: boolean;
		created_at: number;
		expires_at: number;
		/** The lease that it gave, once it was used; the same phone gets it again. */
		used_by: string | null;
		/** A newer one has taken its place. */
		withdrawn: Generated<boolean>;
	};
	/** The last word of each attempt's phone (P5), a row overwritten in place. */
	phone_reports: {
		attempt_id: string;
		lease_id: string;
		heard_at: number;
		/** It said that it films; false again once its silence is on record. */
		filming: boolean;
		report: Json<PhoneReport>;
		picture_at: number | null;
	};
	parts: {
		id: string;
		attempt_id: string;
		lease_id: string;
		track: Track;
		mime: string;
		started_at: number;
		width: number;
		height: number;
		bits_per_second: number;
		source: string;
		announced_at: number;
		/** Upload-Length, once the device declared it. */
		declared_bytes: number | null;
		verified_bytes: number | null;
		sha256: string | null;
		verified_at: number | null;
		/** Length of the film (ms), its own media time, once made seekable. */
		duration_ms: number | null;
		seekable_at: number | null;
		remux_tries: Generated<number>;
		remux_error: string | null;
	};
	/** Running digests, every 5 s (C15). */
	witnesses: {
		part_id: string;
		attempt_id: string;
		bytes: number;
		sha256: string;
		client_at: number;
		server_at: number;
	};
	/** The draw of lots of a room (C12), from the moment its roster is frozen. */
	lots: {
		room_id: string;
		frozen_at: number;
		seed_commitment: string;
		commitment: string;
		/** By the master key: who reads the database must not know the order before it is drawn. */
		wrapped_seed: string;
		public_value: string | null;
		public_value_at: number | null;
		draw_digest: string | null;
		/** Published, once entry is closed. */
		seed: string | null;
		revealed_at: number | null;
	};
	lot_leaves: {
		room_id: string;
		leaf: string;
		/** Null once the person was erased. */
		attempt_id: string | null;
		salt: string | null;
		/** Known from the announcement on. */
		number: number | null;
	};
	sessions: {
		secret_hash: string;
		account_id: string;
		created_at: number;
		expires_at: number;
		address: string;
		/** How this person was let in. */
		way: LoginWay;
	};
	/** C6: somebody who has named a candidate and shows a face; gone soon after its `expires_at`. */
	face_logins: {
		id: string;
		candidate_id: string;
		/** SHA-256 of the secret in this browser's cookie. */
		secret_hash: string;
		address: string;
		created_at: number;
		expires_at: number;
		/** It has opened its one session. */
		session_at: number | null;
	};
	/** Movements asked for once, in an order that nobody knows before. */
	face_challenges: {
		id: string;
		login_id: string;
		steps: readonly FaceStep[];
		issued_at: number;
		expires_at: number;
		/** Judged, given up or replaced: no further frame is taken. */
		settled: Generated<boolean>;
	};
	/** Frames that are not judged yet, wrapped by the master key; deleted with the verdict. */
	face_frames: { challenge_id: string; n: number; received_at: number; sealed: string };
	/** Of judged frames what tells whether one comes a second time; `sealed`: its patch. */
	face_prints: {
		attempt_id: string;
		check_id: string;
		n: number;
		sha256: string;
		sealed: string;
	};
	login_tries: { key: string; at: number };
	master_key_check: { singleton: Generated<boolean>; wrapped: string };
	/** Sealed (docs/spec/paper.md); the key is wrapped by the master key. */
	papers: {
		id: string;
		sitting_id: string;
		version: number;
		sealed: Bytes;
		nonce: Bytes;
		wrapped_key: string;
		created_at: number;
	};
	/** Who opened a paper when (A1). */
	paper_openings: {
		paper_id: string;
		version: number;
		/** What opened it: `release` (a server process at the start), later a person's act. */
		opened_by: string;
		attempt_id: string | null;
		account_id: string | null;
		at: number;
	};
	audit_log: {
		id: Generated<number>;
		at: number;
		account_id: string | null;
		action: string;
		target: string;
		address: string;
	};
	/** Key pairs for hand-in files (C24), one per exam. */
	exam_keys: {
		exam_id: string;
		id: string;
		/** base64 */
		spki: string;
		/** Private key (PKCS #8), wrapped by the master key. */
		private_wrapped: string;
		created_at: number;
	};
	/** The latest word about each hand-in file. */
	hand_ins: {
		id: string;
		attempt_id: string;
		account_id: string | null;
		taken_at: number;
		outcome: Json<HandInOutcome>;
	};
	/** C30: the last looks of each attempt's interview; `identity/same-person.ts` knows what is made of them. */
	face_presence: {
		attempt_id: string;
		looked_at: number;
		/** Running low scores, and running good ones since a signal is open. */
		low: number;
		good: number;
		low_from: number | null;
		lowest: number | null;
		/** The signal that is open. */
		incident: string | null;
		/** The frame of the lowest score while it is not told yet, in base64, wrapped by the master key. */
		sealed: string | null;
	};
	/** C4: under way, for minutes. */
	device_checks: {
		id: string;
		/** SHA-256 of its token. */
		secret_hash: string;
		/** Network address of whoever opened it (of IPv6 the /64), to bound them; gone with the row. */
		address: string;
		expires_at: number;
	};
	device_check_parts: {
		id: string;
		check_id: string;
		header: Json<PartHeader>;
		/** Upload-Length; null until it is declared. */
		declared_bytes: number | null;
		verified_bytes: number | null;
		sha256: string | null;
	};
	/** Swept after some minutes; leads to no check. */
	device_check_openings: { address: string; opened_at: number };
}
