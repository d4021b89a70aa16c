// What the page of one candidate shows of the acts of staff (I4): where things stand, and why what is grey is. Pure.
import { may, type Person, type Place } from '../accounts/permissions.ts';
import type { AttemptState } from '../attempt/attempt-state.ts';
import { UNDOABLE_ACTS, type UndoableAct, type Verdict } from '../attempt/events.ts';
import { phoneInCharge } from '../attempt/lease-admission.ts';
import { officialEnd } from '../attempt/time-rules.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { STAFF_ACTS, type StaffAct } from './act-form.ts';
import { ACTS, kindOf, whyNoUndo } from './acts.ts';

/** One word of a person on an incident, as the log has it. */
export interface JudgedLine {
	readonly incident: string;
	readonly verdict: Verdict;
	readonly review: boolean;
	readonly at: Millis;
	/** Null once it was erased. */
	readonly by: { readonly account: string; readonly name: string } | null;
	readonly reason: string | null;
}

export interface JudgedView {
	readonly verdict: Verdict;
	readonly reviewed: boolean;
	/** What the next judgement must have seen. */
	readonly times: number;
	readonly lines: readonly Omit<JudgedLine, 'incident'>[];
	/** Null: this person may review it now. */
	readonly whyNoReview: ErrorCode | null;
}

export interface ActsView {
	readonly now: Millis;
	readonly attempt: string;
	readonly candidate: { readonly id: string; readonly name: string; readonly admission: string };
	readonly endsAt: Millis;
	readonly grantedMs: number;
	/** How many grants stand, and the last of them: it can be taken back. */
	readonly grants: number;
	readonly lastGrantMs: number | null;
	readonly lostMs: number;
	/** C17: how often the candidate has reported a mistake. */
	readonly disputes: number;
	/** C8: the device that asks, and when the one in charge last spoke (null: there is none). */
	readonly request: {
		readonly id: string;
		readonly at: Millis;
		readonly heardAt: Millis | null;
	} | null;
	readonly identity: AttemptState['identity'];
	/** The lease of the phone in charge, which unpairing closes. */
	readonly phone: string | null;
	/** By the incident's key; who has none was never judged, or this person is not told. */
	readonly judged: Readonly<Record<string, JudgedView>>;
	/** Null: possible now. 'access.denied': not for this person. */
	readonly whyNot: Readonly<Record<Exclude<StaffAct, 'undo'>, ErrorCode | null>>;
	readonly whyNoUndo: Readonly<Record<UndoableAct, ErrorCode | null>>;
}

export interface ActsFacts extends Pick<ActsView, 'attempt' | 'candidate'> {
	readonly state: AttemptState;
	readonly place: Place;
	/** In the order of the log. */
	readonly judged: readonly JudgedLine[];
	readonly heardAt: Millis | null;
}

/** @param facts with the state as it is now, the clock's decisions included */
export function actsViewOf(facts: ActsFacts, person: Person, now: Millis): ActsView {
	const { attempt, candidate, state, place, heardAt } = facts;
	const allowed = (act: Exclude<StaffAct, 'undo'>): boolean =>
		may(person, ACTS[act].permission, place);
	// the desk withholds incidents from technicians, who ask here too
	const mayKnow = may(person, 'incident.judge', place) || may(person, 'recording.view', place);
	const shown = STAFF_ACTS.filter((act) => act !== 'undo');
	return {
		...{ now, attempt, candidate },
		endsAt: officialEnd(state),
		grantedMs: state.grantedMs,
		grants: state.grants.length,
		lastGrantMs: state.grants.at(-1) ?? null,
		lostMs: state.lostMs,
		disputes: state.disputes,
		request: state.request && { ...state.request, heardAt },
		identity: state.identity,
		phone: phoneInCharge(state),
		judged: mayKnow ? judgedViews(state, facts.judged, person.account) : {},
		whyNot: byKey(shown, (act) =>
			allowed(act) ? kindOf(act).whyNot(state, now) : 'access.denied'
		),
		whyNoUndo: byKey(UNDOABLE_ACTS, (act) =>
			allowed(act) ? whyNoUndo(act, state, now) : 'access.denied'
		)
	};
}

function judgedViews(
	{ judgements }: AttemptState,
	lines: readonly JudgedLine[],
	account: string
): ActsView['judged'] {
	const byIncident = Map.groupBy(lines, ({ incident }) => incident);
	return Object.fromEntries(
		Object.entries(judgements).map(([key, { verdict, reviewed, times }]) => {
			const own = byIncident.get(key) ?? [];
			const waits = verdict === 'violation' && !reviewed;
			const whyNoReview = waits ? whyNotSecond(own, account) : 'act.nothing-to-review';
			const said = own.map(({ incident: _, ...line }) => line);
			return [key, { verdict, reviewed, times, lines: said, whyNoReview } satisfies JudgedView];
		})
	);
}

/** Nobody reviews what they have judged themselves, nor where it is not known any more who has. */
export function whyNotSecond(
	lines: readonly Pick<JudgedLine, 'by'>[],
	account: string
): 'act.second-person' | null {
	const known = lines.every(({ by }) => by !== null && by.account !== account);
	return known ? null : 'act.second-person';
}

const byKey = <K extends string, T>(keys: readonly K[], of: (key: K) => T): Record<K, T> =>
	Object.fromEntries(keys.map((key) => [key, of(key)])) as Record<K, T>;
