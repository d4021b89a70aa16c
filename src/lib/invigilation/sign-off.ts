// When a room may be signed off (I4), and what stands in the way. Pure.
import * as v from 'valibot';
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { ExamRules } from '../attempt/rules.ts';
import { firstLoginClosesAt, officialEnd, type SittingTimes } from '../attempt/time-rules.ts';
import { incidentsToJudge } from '../integrity/incident-summary.ts';
import { WIRE_VERSION } from '../live/wire.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { IdField } from '../shared/fields.ts';
import { ReasonField } from './act-form.ts';
import { violationsToReview } from './candidate-row.ts';
import { ROOM_LOG_DATA } from './room-log.ts';

/** POST /api/rooms/<room>/sign-off: the typed name is the signature. */
export const SignOffRequestSchema = v.object({
	...{ v: v.literal(WIRE_VERSION), id: IdField },
	name: ROOM_LOG_DATA['signed-off'].entries.name,
	remark: ROOM_LOG_DATA['signed-off'].entries.remark
});
export type SignOffRequest = Omit<v.InferOutput<typeof SignOffRequestSchema>, 'v'>;

/** DELETE: the signature `entry` is taken back. */
export const WithdrawRequestSchema = v.object({
	...{ v: v.literal(WIRE_VERSION), id: IdField },
	...{ entry: IdField, reason: ReasonField }
});
export type WithdrawRequest = Omit<v.InferOutput<typeof WithdrawRequestSchema>, 'v'>;

export interface SignedCandidate {
	readonly candidate: string;
	readonly name: string;
	/** Null: has not begun. */
	readonly attempt: string | null;
}

/** One that stands in the way, or (an upload) is only named. */
export interface Standing extends SignedCandidate {
	readonly count: number;
}

export interface RoomStanding {
	readonly candidates: number;
	/** Not over yet. */
	readonly running: readonly Standing[];
	/** Incidents above a note that nobody has judged. */
	readonly toJudge: readonly Standing[];
	/** Violations that a second person has not looked at. */
	readonly toReview: readonly Standing[];
	/** The rest of these uploads is still expected. */
	readonly outstanding: readonly Standing[];
	readonly violations: number;
}

export interface Signature {
	readonly id: string;
	readonly name: string;
	readonly remark: string;
	readonly at: Millis;
	readonly by: { readonly account: string; readonly name: string };
	readonly withdrawn: { readonly at: Millis; readonly reason: string } | null;
}

export interface SignOffView extends RoomStanding {
	readonly now: Millis;
	/** Null: this person may sign now. */
	readonly why: ErrorCode | null;
	/** In their order, those that were taken back too. */
	readonly signatures: readonly Signature[];
	/** The one of this person that stands. */
	readonly own: string | null;
}

export interface RoomFacts {
	readonly times: SittingTimes;
	readonly rules: ExamRules;
	/** Each state as it is now, the clock's decisions included; null: has not begun. */
	readonly candidates: readonly (SignedCandidate & { readonly state: AttemptState | null })[];
}

export function roomStanding({ times, rules, candidates }: RoomFacts, now: Millis): RoomStanding {
	const counted = (count: (state: AttemptState | null) => number): Standing[] =>
		candidates.flatMap(({ state, ...who }) => {
			const n = count(state);
			return n > 0 ? [{ ...who, count: n }] : [];
		});
	// whoever has not come by then needs a person's leave
	const mayStillCome = now < Math.min(firstLoginClosesAt(times, rules), times.endsAt);
	return {
		candidates: candidates.length,
		running: counted((state) => Number(state ? isRunning(state, now) : mayStillCome)),
		toJudge: counted((state) => (state ? incidentsToJudge(state, now).length : 0)),
		toReview: counted((state) => (state ? violationsToReview(state) : 0)),
		outstanding: counted((state) => Number(state !== null && isOutstanding(state))),
		violations: candidates.reduce((sum, { state }) => sum + violationsOf(state), 0)
	};
}

/** @param signed whether this person has signed already */
export function whyNoSignOff(standing: RoomStanding, signed: boolean): ErrorCode | null {
	if (signed) return 'room.already-signed';
	if (standing.running.length > 0) return 'room.still-running';
	const open = standing.toJudge.length + standing.toReview.length;
	return open > 0 ? 'room.incidents-open' : null;
}

const isRunning = (state: AttemptState, now: Millis): boolean =>
	!state.ended && now < officialEnd(state);

const isOutstanding = ({ enteredAt, ended, stage, lostAt }: AttemptState): boolean =>
	enteredAt !== null && ended !== null && stage !== 'done' && lostAt === null;

const violationsOf = (state: AttemptState | null): number =>
	Object.values(state?.judgements ?? {}).filter(({ verdict }) => verdict === 'violation').length;
