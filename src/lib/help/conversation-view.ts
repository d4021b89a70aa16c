// The conversation as staff see it (I3): what the log has, how far each line has come, and what still waits on this page.
// Pure.
import type { Millis } from '../shared/clock.ts';
import { isRefused, type ErrorCode } from '../shared/errors.ts';
import type { Conversation, Saying, SaidAs, StaffLine, Standing } from './conversation.ts';

/** What somebody wrote here, until the log has it. */
export interface Unsent extends Saying {
	/** When it was written. */
	readonly at: Millis;
	/** Null: under way. No answer is no refusal: it may have been done, and is asked again by the same id. */
	readonly failed: ErrorCode | null;
}

export type MessageState =
	| 'sending'
	/** No answer came, or the session is over: it may have been done or not. */
	| 'unanswered'
	/** The server did not take it. */
	| 'refused'
	/** In the log. */
	| 'sent'
	| 'delivered'
	| 'seen'
	/** A warning, read and acknowledged. */
	| 'acknowledged';

export interface ConversationMessage {
	readonly id: string;
	readonly from: 'candidate' | 'staff';
	readonly as: SaidAs;
	/** Null: erased. */
	readonly text: string | null;
	readonly at: Millis;
	/** Of staff; null: unknown, or this page. */
	readonly name: string | null;
	readonly broadcast: boolean;
	/** Null of the candidate's: what is here was delivered. */
	readonly state: MessageState | null;
	/** When it was acknowledged. */
	readonly stateAt: Millis | null;
	readonly code: ErrorCode | null;
}

export function conversationView(
	lines: readonly StaffLine[],
	standing: Standing,
	unsent: readonly Unsent[]
): ConversationMessage[] {
	const known = new Set(lines.map(({ id }) => id));
	return [
		...lines.map((line) => messageOf(line, standing)),
		...unsent.filter(({ id }) => !known.has(id)).map(waiting)
	];
}

function messageOf(line: StaffLine, standing: Standing): ConversationMessage {
	const { id, from, text, at, warning, broadcast, by } = line;
	const stateAt = warning === null ? null : acknowledgedAt(standing, warning);
	return {
		...{ id, from, text, at, broadcast, stateAt, code: null },
		as: warning === null ? 'message' : 'warning',
		name: by?.name ?? null,
		state: from === 'candidate' ? null : stateOf(line, standing, stateAt)
	};
}

function stateOf({ seq }: StaffLine, standing: Standing, stateAt: Millis | null): MessageState {
	if (stateAt !== null) return 'acknowledged';
	if (seq <= standing.seen) return 'seen';
	return seq <= standing.delivered ? 'delivered' : 'sent';
}

const acknowledgedAt = ({ acknowledged }: Standing, warning: string): Millis | null =>
	Object.hasOwn(acknowledged, warning) ? (acknowledged[warning] ?? null) : null;

const waiting = ({ id, as, text, at, failed }: Unsent): ConversationMessage => ({
	...{ id, from: 'staff', as, text, at, name: null, broadcast: false },
	...{ stateAt: null, code: failed },
	state: failed === null ? 'sending' : isRefused(failed) ? 'refused' : 'unanswered'
});

/** New lines behind the known ones: each once, in the order of the log, whatever was asked twice or came late. */
export function withLines(
	known: readonly StaffLine[],
	more: readonly StaffLine[]
): readonly StaffLine[] {
	const bySeq = new Map([...known, ...more].map((line) => [line.seq, line]));
	return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** More was said than is told at once: what lies before the lines that are told would have a hole behind it. */
export function withoutHole(
	known: readonly StaffLine[],
	{ lines, older }: Pick<Conversation, 'lines' | 'older'>
): readonly StaffLine[] {
	const first = older ? (lines[0]?.seq ?? 0) : 0;
	return known.filter(({ seq }) => seq >= first);
}

/** A line of staff has not reached the candidate's computer yet, as far as is known. */
export const isOnItsWay = (lines: readonly StaffLine[], { delivered, seen }: Standing): boolean =>
	lines.some(({ from, seq }) => from === 'staff' && seq > Math.max(delivered, seen));

/** Answers overtake one another: what was delivered, seen or acknowledged stays so. */
export function furthest(known: Standing | null, told: Standing): Standing {
	if (!known) return told;
	return {
		delivered: Math.max(known.delivered, told.delivered),
		seen: Math.max(known.seen, told.seen),
		acknowledged: { ...known.acknowledged, ...told.acknowledged },
		ended: known.ended || told.ended
	};
}
