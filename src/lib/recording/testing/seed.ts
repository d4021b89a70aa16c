// Rows for tests of this domain: one recorded attempt and what hangs above it. Invented people only.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import type { Person, Role } from '../../accounts/permissions.ts';
import { initialState } from '../../attempt/attempt-state.ts';
import { chain, CHAIN_ORIGIN } from '../../attempt/event-log.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import type { Frozen } from '../../attempt/rules.ts';
import { FROZEN } from '../../attempt/testing/events.ts';
import { transition } from '../../attempt/transition.ts';
import { canonicalJson } from '../../shared/digest.ts';
import type { Database } from '../../server/db/schema.ts';
import { partPaths } from '../server/part-paths.ts';
import type { Track } from '../part.ts';

export const STARTS_AT = Date.UTC(2026, 10, 23, 1, 0);
export const ENDS_AT = STARTS_AT + 180_000;

export interface SeededRoom {
	readonly exam: string;
	readonly sitting: string;
	readonly room: string;
	readonly frozen: Frozen;
}

export async function seedRoom(db: Kysely<Database>, name = '第 1 考场'): Promise<SeededRoom> {
	const [exam, sitting, room] = [randomUUID(), randomUUID(), randomUUID()];
	const frozen: Frozen = { ...FROZEN, sitting, startsAt: STARTS_AT, endsAt: ENDS_AT };
	await db
		.insertInto('exams')
		.values({
			id: exam,
			rules: JSON.stringify(frozen.rules),
			texts: JSON.stringify(frozen.texts),
			created_at: STARTS_AT
		})
		.execute();
	await db
		.insertInto('sittings')
		.values({
			id: sitting,
			exam_id: exam,
			code: `MN-${sitting.slice(0, 4)}`,
			kind: 'mock',
			starts_at: STARTS_AT,
			ends_at: ENDS_AT,
			published_at: null,
			created_at: STARTS_AT
		})
		.execute();
	await db.insertInto('rooms').values({ id: room, sitting_id: sitting, name }).execute();
	return { exam, sitting, room, frozen };
}

async function seedAccount(db: Kysely<Database>, name: string): Promise<string> {
	const id = randomUUID();
	await db
		.insertInto('accounts')
		.values({
			id,
			account: `a-${id.slice(0, 8)}`,
			name,
			password_hash: 'x',
			password_expires_at: null,
			created_at: STARTS_AT
		})
		.execute();
	return id;
}

/** @param where null = everywhere */
export async function seedStaff(
	db: Kysely<Database>,
	role: Role,
	where: SeededRoom | null
): Promise<Person> {
	const name = `测试${role}`;
	const account = await seedAccount(db, name);
	const exam = where?.exam ?? null;
	const room = role === 'invigilator' ? (where?.room ?? null) : null;
	await db
		.insertInto('role_grants')
		.values({ account_id: account, role, exam_id: exam, room_id: room })
		.execute();
	return { account, name, grants: [{ role, exam, room }], candidate: null };
}

export interface SeededAttempt {
	readonly attempt: string;
	readonly lease: string;
	readonly candidate: string;
}

/** The log is written as the writer would: every event through the reducer and the chain. */
export async function seedAttempt(
	db: Kysely<Database>,
	{ room, frozen }: SeededRoom,
	name: string,
	events: readonly { readonly at: number; readonly event: AttemptEvent }[] = []
): Promise<SeededAttempt> {
	const [candidate, attempt, lease] = [randomUUID(), randomUUID(), randomUUID()];
	await db
		.insertInto('candidates')
		.values({
			id: candidate,
			attempt_id: attempt,
			room_id: room,
			account_id: await seedAccount(db, name),
			name,
			id_number: '110101199001010000',
			admission: `2026${candidate.slice(0, 6)}`,
			position: '综合管理岗',
			portrait: null,
			portrait_type: null
		})
		.execute();
	const opened: AttemptEvent = { type: 'lease.opened', data: { lease, device: 'desktop' } };
	const log: { at: number; event: AttemptEvent }[] = [
		{ at: frozen.startsAt - 600_000, event: { type: 'attempt.frozen', data: frozen } },
		{ at: frozen.startsAt - 599_000, event: opened },
		...events
	];
	let state = initialState(frozen);
	let previous = CHAIN_ORIGIN;
	const lines = log.map(({ at, event }, seq) => {
		if (seq > 0) state = transition(state, event, at).state;
		const { type, data } = event;
		const body = { attempt, seq, type, data, payload: null, clientAt: null, serverAt: at };
		const line = chain(previous, body);
		previous = line.hash;
		return {
			attempt_id: attempt,
			seq,
			type,
			data: canonicalJson(data),
			payload_digest: null,
			client_at: null,
			server_at: at,
			previous: line.previous,
			hash: line.hash
		};
	});
	await db
		.insertInto('attempts')
		.values({
			id: attempt,
			candidate_id: candidate,
			room_id: room,
			stage: state.stage,
			state: JSON.stringify(state),
			head_seq: lines.length - 1,
			head_hash: previous,
			created_at: frozen.startsAt - 600_000
		})
		.execute();
	await db.insertInto('attempt_events').values(lines).execute();
	await db
		.insertInto('leases')
		.values({ id: lease, attempt_id: attempt, device: 'desktop', label: '', opened_at: STARTS_AT })
		.execute();
	return { attempt, lease, candidate };
}

/** A part that has arrived whole. @param bytes a file to copy, or the bytes themselves */
export async function seedPart(
	db: Kysely<Database>,
	{ attempt, lease }: SeededAttempt,
	part: {
		readonly bytes: string | Uint8Array;
		readonly track?: Track;
		readonly mime?: string;
		readonly startedAt?: number;
		readonly verified?: boolean;
	},
	paths = partPaths(tmpdir())
): Promise<string> {
	const id = randomUUID();
	const raw = paths.raw(attempt, id);
	await mkdir(dirname(raw), { recursive: true });
	if (typeof part.bytes === 'string') await copyFile(part.bytes, raw);
	else await writeFile(raw, part.bytes);
	const verified = part.verified ?? true;
	await db
		.insertInto('parts')
		.values({
			id,
			attempt_id: attempt,
			lease_id: lease,
			track: part.track ?? 'camera',
			mime: part.mime ?? 'video/webm;codecs=vp8,opus',
			started_at: part.startedAt ?? STARTS_AT,
			width: 320,
			height: 240,
			bits_per_second: 100_000,
			source: 'fake',
			announced_at: part.startedAt ?? STARTS_AT,
			declared_bytes: null,
			verified_bytes: verified ? 1 : null,
			sha256: verified ? '0'.repeat(64) : null,
			verified_at: verified ? STARTS_AT : null,
			duration_ms: null,
			seekable_at: null,
			remux_error: null
		})
		.execute();
	return id;
}
