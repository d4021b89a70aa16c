// How much of staff's words the candidate has not had before them (C21), by the line of the log up to which they have.
// Pure. A warning is not counted: it covers the sheet until it is acknowledged.
import type { ChatMessage } from './chat-view.ts';

const news = (chat: readonly ChatMessage[], seenSeq: number): readonly ChatMessage[] =>
	chat.filter(
		({ from, seq, warning }) => from === 'staff' && !warning && seq !== null && seq > seenSeq
	);

export const unread = (chat: readonly ChatMessage[], seenSeq: number): number =>
	news(chat, seenSeq).length;

/** What staff wrote last and nobody has seen, to be said aloud when it comes. */
export const lastUnread = (chat: readonly ChatMessage[], seenSeq: number): ChatMessage | null =>
	news(chat, seenSeq).at(-1) ?? null;

/** The last line of staff, as far as it was not seen; 0 when there is nothing to tell. */
export const unseenSeq = (
	chat: readonly Pick<ChatMessage, 'from' | 'seq'>[],
	seenSeq: number
): number => {
	const last = chat.findLast(({ from, seq }) => from === 'staff' && seq !== null)?.seq ?? 0;
	return last > seenSeq ? last : 0;
};
