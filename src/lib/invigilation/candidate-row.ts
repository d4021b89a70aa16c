// One candidate's line in a room's list, and how much it needs somebody (I1). Pure.
import { missingParts, type AttemptState } from '../attempt/attempt-state.ts';
import { whoDecides } from '../attempt/lease-admission.ts';
import type { Stage } from '../attempt/stage.ts';
import { entryAt, officialEnd } from '../attempt/time-rules.ts';
import { recordedSpan, type ReviewPart } from '../review/review.ts';
import {
	incidentSummary,
	mostSevere,
	NO_INCIDENTS,
	type IncidentSummary
} from '../integrity/incident-summary.ts';
import { timeline } from '../recording/timeline.ts';
import type { Millis } from '../shared/clock.ts';

/** From most to least; the list is sorted by it. */
export const NEEDS = [
	/** another device asks for the attempt, and a person decides (C8) */
	'device-asking',
	/** cannot log in by face; a person should look, or give them a password (C6, C7) */
	'face-asking',
	/** came too late to enter by themselves (C9) */
	'entry-closed',
	/** has written, and nobody has answered (C21) */
	'unread',
	/** nothing is heard of the phone (C33) */
	'phone-silent',
	/** an upload is outstanding after the end */
	'upload-outstanding',
	/** more than MISSING_MS of the interview is on no film */
	'film-missing',
	/** of more than a note; whatever is only noted needs nobody */
	'incidents',
	/** a violation that waits for a second person (I4) */
	'to-review',
	'running',
	'not-begun',
	/** the rest of the upload is not expected any more (C24) */
	'declared-lost',
	'complete'
] as const;
export type Need = (typeof NEEDS)[number];

/** A crash and the way back take a few seconds; beyond this a person should look. */
export const MISSING_MS = 10_000;

export interface CandidateRow {
	readonly candidate: string;
	readonly name: string;
	readonly admission: string;
	/** Null before the first login. */
	readonly attempt: string | null;
	readonly stage: Stage | null;
	readonly need: Need;
	/** Film that exists, ms. */
	readonly cameraMs: number;
	readonly screenMs: number;
	/** The longer of the two tracks' missing time between entry and end, ms. */
	readonly missingMs: number;
	readonly partsArrived: number;
	readonly partsAnnounced: number;
	readonly incidents: IncidentSummary;
}

export interface CandidateFacts {
	readonly candidate: string;
	readonly name: string;
	readonly admission: string;
	readonly attempt: {
		readonly id: string;
		readonly state: AttemptState;
		readonly parts: readonly ReviewPart[];
		/** When the parts were read, where that is not now: what came since then is not missing. */
		readonly partsAt?: Millis;
		/** Messages that nobody has answered; where that is not known, none. */
		readonly unread?: number;
	} | null;
}

/** @param told whether who reads it has the room's page (`chat.read`): to anybody else it is as if nothing were noticed */
export function candidateRow(facts: CandidateFacts, now: Millis, told = true): CandidateRow {
	const { candidate, name, admission, attempt } = facts;
	if (!attempt) return { candidate, name, admission, ...NOT_BEGUN };
	const { id, state, parts, partsAt = now } = attempt;
	const span = recordedSpan(state, Math.min(partsAt, now));
	const [camera, screen] = timeline(parts, span, ['camera', 'screen']).tracks;
	const entered = state.enteredAt !== null;
	const row = {
		cameraMs: camera?.recordedMs ?? 0,
		screenMs: screen?.recordedMs ?? 0,
		missingMs: entered ? Math.max(camera?.missingMs ?? 0, screen?.missingMs ?? 0) : 0,
		partsArrived: Object.values(state.parts).filter((part) => part.verified).length,
		partsAnnounced: Object.keys(state.parts).length,
		incidents: told ? incidentSummary(state, now) : NO_INCIDENTS
	};
	const unread = told ? (attempt.unread ?? 0) : 0;
	const toReview = told ? violationsToReview(state) : 0;
	const need = needOf(state, { ...row, unread, toReview }, now);
	return { candidate, name, admission, attempt: id, stage: state.stage, need, ...row };
}

const NOT_BEGUN = {
	attempt: null,
	stage: null,
	need: 'not-begun',
	cameraMs: 0,
	screenMs: 0,
	missingMs: 0,
	partsArrived: 0,
	partsAnnounced: 0,
	incidents: NO_INCIDENTS
} as const satisfies Partial<CandidateRow>;

function needOf(
	state: AttemptState,
	row: Pick<CandidateRow, 'missingMs' | 'incidents'> & Record<'unread' | 'toReview', number>,
	now: Millis
): Need {
	const running = !state.ended && now < officialEnd(state);
	if (running && state.request && whoDecides(state) === 'staff') return 'device-asking';
	// once a device has the attempt nobody waits at the login, whoever else tries there
	if (running && state.lease === null && state.face.askedAt !== null) return 'face-asking';
	const waits = state.enteredAt === null && running && entryAt(state, now) === 'closed';
	if (waits) return 'entry-closed';
	if (row.unread > 0) return 'unread';
	if (state.enteredAt === null) return 'not-begun';
	if (running && isPhoneSilent(state)) return 'phone-silent';
	if (state.lostAt !== null) return 'declared-lost';
	if (!running && (state.stage !== 'done' || missingParts(state).length > 0))
		return 'upload-outstanding';
	// while it runs, the last seconds are always still on their way
	if (!running && row.missingMs > MISSING_MS) return 'film-missing';
	if (row.incidents.toJudge > 0) return 'incidents';
	if (row.toReview > 0) return 'to-review';
	return running ? 'running' : 'complete';
}

const isPhoneSilent = ({ phone, evidence }: AttemptState): boolean =>
	phone === 'interrupted' && evidence.silent === true;

/** I4: a violation stands only after a second person has looked. */
export const violationsToReview = ({ judgements }: Pick<AttemptState, 'judgements'>): number =>
	Object.values(judgements).filter(({ verdict, reviewed }) => verdict === 'violation' && !reviewed)
		.length;

/** By need, then something serious at this moment, what is missing, incidents, the admission number; a total order. */
export function byNeed(a: CandidateRow, b: CandidateRow): number {
	return (
		NEEDS.indexOf(a.need) - NEEDS.indexOf(b.need) ||
		Number(isSeriousNow(b)) - Number(isSeriousNow(a)) ||
		b.missingMs - a.missingMs ||
		mostSevere(a.incidents, b.incidents) ||
		inOrder(a.admission, b.admission) ||
		inOrder(a.candidate, b.candidate)
	);
}

/** By their characters' numbers: the same on every computer, and never equal unless they are. */
const inOrder = (a: string, b: string): number => Number(a > b) - Number(a < b);

export const isSeriousNow = ({ incidents }: Pick<CandidateRow, 'incidents'>): boolean =>
	incidents.open === 'serious';
