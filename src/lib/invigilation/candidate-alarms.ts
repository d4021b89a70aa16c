// What calls staff back to the page of one candidate (I3), as the wall does for a room: messages without an answer, somebody
// who waits to be let in, something serious that nobody has judged. Pure.
import type { Unjudged } from '../integrity/incident-summary.ts';
import { isToJudge } from './candidate-view-of.ts';
import type { CandidateDesk, DeskLine } from './candidate-view.ts';

export interface Calls {
	/** How many messages of the candidate have no answer. */
	readonly unanswered: number;
	/** The last of them, by its line; null: there is none. */
	readonly message: number | null;
	readonly dangers: readonly string[];
}

export function callsOf(
	{ incidents, waits, phoneNow }: Pick<CandidateDesk, 'incidents' | 'waits' | 'phoneNow'>,
	lines: readonly DeskLine[]
): Calls {
	const answered = lines.findLast(isAnswer)?.seq ?? -1;
	const open = lines.filter(({ type, seq }) => type === 'help.sent' && seq > answered);
	const toJudge = incidents
		.filter(isToJudge)
		.map((one) => ({ ...one, kind: one.incident, from: one.at }));
	const serious = [...toJudge, ...(phoneNow ? [phoneNow] : [])].filter(
		({ severity }) => severity === 'serious'
	);
	const asking = waits.filter(({ kind }) => kind === 'device-asking' || kind === 'face-asking');
	return {
		unanswered: open.length,
		message: open.at(-1)?.seq ?? null,
		dangers: [...serious.map(nameOf), ...asking.map(({ kind }) => kind)]
	};
}

/** A phone that films again is an incident of the same beginning, and no other danger. */
const nameOf = ({ key, kind, from }: Pick<Unjudged, 'key' | 'kind' | 'from'>): string =>
	key === null || kind === 'phone-interrupted' ? `${kind} ${String(from)}` : key;

/** Said to this candidate alone, as the wall counts it; what the whole room is told answers nobody. */
const isAnswer = ({ type, data }: DeskLine): boolean =>
	(type === 'help.answered' || type === 'warning.given') && data['broadcast'] === undefined;

export const isNews = (before: Calls, { message, dangers }: Calls): boolean =>
	(message !== null && message !== before.message) ||
	dangers.some((one) => !before.dangers.includes(one));
