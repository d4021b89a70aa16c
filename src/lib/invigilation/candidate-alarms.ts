// What calls staff back to the page of one candidate (I3): messages without an answer, somebody who waits to be let in,
// something serious that nobody has judged, also when it is over (the wall calls for what goes on). Pure.
import type { Unjudged } from '../integrity/incident-summary.ts';
import { isToJudge } from './candidate-view-of.ts';
import type { CandidateView, CandidateLine } from './candidate-view.ts';

export interface Calls {
	/** How many messages of the candidate have no answer. */
	readonly unanswered: number;
	/** The last of them, by its line; null: there is none among the lines that are told. */
	readonly message: number | null;
	readonly dangers: readonly string[];
}

type Facts = Pick<CandidateView, 'incidents' | 'waits' | 'phoneNow' | 'unread'>;

export function callsOf(
	{ incidents, waits, phoneNow, unread }: Facts,
	lines: readonly CandidateLine[]
): Calls {
	const message = lines.findLast(({ type }) => type === 'help.sent');
	const toJudge = incidents
		.filter(isToJudge)
		.map((one) => ({ ...one, kind: one.incident, from: one.at }));
	const serious = [...toJudge, ...(phoneNow ? [phoneNow] : [])].filter(
		({ severity }) => severity === 'serious'
	);
	const asking = waits.filter(({ kind }) => kind === 'device-asking' || kind === 'face-asking');
	return {
		unanswered: unread,
		message: unread > 0 ? (message?.seq ?? null) : null,
		dangers: [...serious.map(nameOf), ...asking.map(({ kind }) => kind)]
	};
}

/** A phone that films again is an incident of the same beginning, and no other danger. */
const nameOf = ({ key, kind, from }: Pick<Unjudged, 'key' | 'kind' | 'from'>): string =>
	key === null || kind === 'phone-interrupted' ? `${kind} ${String(from)}` : key;

export const isNews = (before: Calls, { message, dangers }: Calls): boolean =>
	(message !== null && message !== before.message) ||
	dangers.some((one) => !before.dangers.includes(one));
