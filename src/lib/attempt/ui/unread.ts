// How many of staff's messages the candidate has not seen (C21). Pure.
import type { ChatMessage } from './room-view.ts';

/**
 * @param seen id of the last message that was in view; null when the panel was never open on this page: then what
 *   stands before the candidate's own last message counts as seen
 */
export function unread(chat: readonly ChatMessage[], seen: string | null): number {
	const until = chat.findLastIndex(({ id, from }) =>
		seen === null ? from === 'candidate' : id === seen
	);
	return chat.slice(until + 1).filter(({ from }) => from === 'staff').length;
}

/** What staff wrote last, to be said aloud when it comes. */
export const lastOfStaff = (chat: readonly ChatMessage[]): ChatMessage | null =>
	chat.findLast(({ from }) => from === 'staff') ?? null;
