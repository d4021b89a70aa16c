// The projection of an attempt's log: what `attempts.state` holds and what a page is drawn from.
import type { EventData, IncidentKind, Verdict } from './events.ts';
import type { Passport } from '../integrity/passport.ts';
import { wholeFrozen, type Frozen } from './rules.ts';
import { phoneOwesManifest } from './phone-transitions.ts';
import type { Stage } from './stage.ts';
import type { Track } from '../recording/part.ts';
import type { Millis } from '../shared/clock.ts';

export interface KnownPart {
	readonly lease: string;
	readonly track: Track;
	/** Announced by its header (upload or outbox), or known only from a device's closing manifest. */
	readonly announced: boolean;
	readonly verified: { readonly bytes: number; readonly sha256: string } | null;
	/** What the device said at the end, when it has. */
	readonly declared: { readonly bytes: number; readonly sha256: string } | null;
}

/**
 * The phone (佐证) as the log knows it. `interrupted`: it does not film, or nothing is heard of it; `waived`: this
 * candidate does without one and none is bound.
 */
export type PhoneFacet = 'waived' | 'unbound' | 'bound' | 'filming' | 'interrupted' | 'stopped';

export interface Evidence {
	/** The phone in charge. */
	readonly lease: string | null;
	readonly boundAt: Millis | null;
	/** P3: what came of the last 环拍. */
	readonly sweep: (Omit<EventData<'phone.swept'>, 'parts'> & { readonly at: Millis }) | null;
	/** Since when the phone in charge has filmed, interruptions included. */
	readonly filmingSince: Millis | null;
	/** Since when it does not film, or has not been heard of (C33). */
	readonly interruptedAt: Millis | null;
	/** The server has not heard of it since then; it may film all the same. */
	readonly silent?: boolean;
	/** I5: the phone that staff has unpaired, until another one is bound; since when it had filmed. */
	readonly unpaired?: { readonly lease: string; readonly filmingSince: Millis | null };
}

/** C6, C7: how this candidate's face may be used, and what came of it. */
export interface FaceFacet {
	/** Null: was not asked. */
	readonly consent: {
		readonly given: boolean;
		readonly version: string;
		readonly at: Millis;
		/** The login by face in which it was answered; null = on the computer that has the attempt. */
		readonly login: string | null;
	} | null;
	/** The login check that was accepted last. */
	readonly accepted: { readonly check: string; readonly at: Millis } | null;
	/** Checks that were not accepted, since the last that was or since a person let them in. */
	readonly refusals: number;
	/** Since when a person should look: the machine is not sure, or has refused `MAX_FACE_REFUSALS` times. */
	readonly askedAt: Millis | null;
	/** The check by which a person let its login in. */
	readonly admitted: { readonly check: string; readonly at: Millis } | null;
}

export interface KnownLease {
	readonly device: 'desktop' | 'phone';
	readonly open: boolean;
	readonly manifest: boolean;
}

/** As the log knows it; how much it matters is the frozen policy's (integrity/severity.ts). */
export interface KnownIncident {
	readonly kind: IncidentKind;
	readonly track: Track | null;
	readonly from: Millis;
	/** Null while it lasts, or where its end was never told. */
	readonly until: Millis | null;
	/** When the server was told of it last: until then an open one is known to have lasted. */
	readonly toldAt: Millis;
	readonly times: number;
	/** How often the candidate has said something to it. */
	readonly comments: number;
}

/** I4: the last word of a person on an incident. */
export interface Judgement {
	readonly verdict: Verdict;
	readonly at: Millis;
	/** A second person has looked at it. */
	readonly reviewed: boolean;
	/** How often it was judged: who acts on an older one is told. */
	readonly times: number;
}

export type EndedBy = 'clock' | 'candidate' | 'staff';

/** A spoken answer's end, as the candidate marked it (C20). */
export interface Chapter {
	readonly question: number;
	readonly at: Millis;
}

export interface AttemptState {
	readonly frozen: Frozen;
	readonly stage: Stage;
	/** Facets: they live their own life beside the stage. */
	readonly identity: 'unconfirmed' | 'confirmed' | 'waived';
	readonly face: FaceFacet;
	readonly phone: PhoneFacet;
	/** I4: a person has waived it; also while one is bound. */
	readonly phoneWaived: boolean;
	readonly evidence: Evidence;
	readonly lot: { readonly number: number; readonly of: number; readonly at: Millis } | null;
	readonly signed: 'drawn' | 'typed' | 'ticked' | null;
	/** C17: how often a mistake in the details was reported. */
	readonly disputes: number;
	/** C17: since when that has been dealt with. */
	readonly disputeSettledAt: Millis | null;
	/** C9: since when a person has allowed the late entry. */
	readonly entryAllowedAt: Millis | null;
	/** C23: what staff has added to the official end. */
	readonly grantedMs: number;
	/** Each grant that stands, in order: the last can be taken back. */
	readonly grants: readonly number[];
	/** I4: what a person noted as lost. */
	readonly lostMs: number;
	readonly paperOpenedAt: Millis | null;
	readonly chapters: readonly Chapter[];
	/** C8: the device that asks for the attempt and has no answer yet. */
	readonly request: { readonly id: string; readonly at: Millis } | null;
	/** How often each kind of incident was noted. */
	readonly noticed: Readonly<Partial<Record<IncidentKind, number>>>;
	/** The incidents themselves, in the order in which they became known (incident-transitions.ts). */
	readonly incidents: Readonly<Record<string, KnownIncident>>;
	/** I4: by the incident's key. */
	readonly judgements: Readonly<Record<string, Judgement>>;
	/** C21: how many messages the candidate has sent. */
	readonly helpSent: number;
	/** I3: the candidate has seen the conversation up to this line. */
	readonly seenSeq: number;
	/** I3: by id, in the order in which they were given. */
	readonly warnings: Readonly<
		Record<string, { readonly at: Millis; readonly acknowledgedAt: Millis | null }>
	>;
	/** C4: the last device check of each of the devices. */
	readonly passports: Readonly<Partial<Record<'desktop' | 'phone', Passport>>>;
	/** C24: since when the rest of the upload is not expected any more. */
	readonly lostAt: Millis | null;
	readonly enteredAt: Millis | null;
	readonly startedAt: Millis | null;
	readonly ended: { readonly at: Millis; readonly by: EndedBy } | null;
	/** The one live lease of the desktop (C8); older ones may still upload. */
	readonly lease: string | null;
	readonly leases: Readonly<Record<string, KnownLease>>;
	readonly parts: Readonly<Record<string, KnownPart>>;
	readonly uploadedAt: Millis | null;
	readonly published: boolean;
}

const NO_EVIDENCE: Evidence = {
	lease: null,
	boundAt: null,
	sweep: null,
	filmingSince: null,
	interruptedAt: null
};

const NO_FACE: FaceFacet = {
	consent: null,
	accepted: null,
	refusals: 0,
	askedAt: null,
	admitted: null
};

export function initialState(said: Frozen): AttemptState {
	const frozen = wholeFrozen(said);
	return {
		frozen,
		stage: frozen.rules.plan[0] ?? 'wait',
		identity: frozen.rules.face === 'waived' ? 'waived' : 'unconfirmed',
		face: NO_FACE,
		phone: frozen.rules.phone === 'waived' ? 'waived' : 'unbound',
		phoneWaived: false,
		evidence: NO_EVIDENCE,
		lot: null,
		signed: null,
		disputes: 0,
		disputeSettledAt: null,
		entryAllowedAt: null,
		grantedMs: 0,
		grants: [],
		lostMs: 0,
		paperOpenedAt: null,
		chapters: [],
		request: null,
		noticed: {},
		incidents: {},
		judgements: {},
		helpSent: 0,
		seenSeq: 0,
		warnings: {},
		passports: {},
		lostAt: null,
		enteredAt: null,
		startedAt: null,
		ended: null,
		lease: null,
		leases: {},
		parts: {},
		uploadedAt: null,
		published: false
	};
}

const DESKTOP = { device: 'desktop' } as const;

/** What earlier versions kept, and nobody does any more. */
interface Former {
	readonly openIncidents?: unknown;
	readonly disputed?: boolean;
}

/** A projection that an earlier version has kept (in a row, in a browser) lacks what has been added since. */
export function wholeState(kept: AttemptState): AttemptState {
	const fresh = initialState(kept.frozen);
	// before there were phones every lease was a desktop's
	const leases = Object.fromEntries(
		Object.entries(kept.leases).map(([id, lease]) => [id, { ...DESKTOP, ...lease }])
	);
	const { openIncidents: _, disputed, ...known } = kept as AttemptState & Former;
	const whole = { ...fresh, ...known, leases, frozen: fresh.frozen };
	return { ...whole, disputes: Math.max(whole.disputes, disputed ? 1 : 0) };
}

/** Parts announced by any device that the server has not yet verified, or not with the digest the device named. */
export function missingParts(state: AttemptState): string[] {
	return Object.entries(state.parts)
		.filter(([, part]) => !isHere(part))
		.map(([id]) => id);
}

const isHere = ({ verified, declared }: KnownPart): boolean =>
	verified !== null && (declared === null || declared.sha256 === verified.sha256);

/**
 * 上传成功 (C24): the desktop in charge has named all its parts, the phone in charge too if it has filmed, and every part
 * that any device announced is verified.
 * Whether a part has been made seekable yet does not count.
 */
export function isUploadComplete(state: AttemptState): boolean {
	if (!state.ended || state.lease === null) return false;
	const named = state.leases[state.lease]?.manifest === true && !phoneOwesManifest(state);
	return named && missingParts(state).length === 0;
}
