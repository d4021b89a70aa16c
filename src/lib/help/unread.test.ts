import { expect, test } from 'vitest';
import type { ChatMessage } from './chat-view.ts';
import { lastUnread, unread, unseenSeq } from './unread.ts';

const from = (who: ChatMessage['from'], seq: number | null, warning = false): ChatMessage => ({
	...{ id: String(seq), from: who, seq, warning, text: `line ${String(seq)}`, at: 0, state: 'sent' }
});
const CHAT = [from('candidate', 3), from('staff', 5), from('staff', 8), from('candidate', null)];

test('[C21] what staff wrote behind the line that was seen is unread', () => {
	expect([0, 3, 5, 8].map((seen) => unread(CHAT, seen))).toEqual([2, 2, 1, 0]);
	expect(lastUnread(CHAT, 5)?.seq).toBe(8);
	expect(lastUnread(CHAT, 8)).toBeNull();
	expect(unread([], 0)).toBe(0);
});

test('[I3] a warning is no news of the badge: it covers the sheet', () => {
	const warned = [...CHAT, from('staff', 9, true)];
	expect(unread(warned, 8)).toBe(0);
	expect(lastUnread(warned, 8)).toBeNull();
});

test('[I3] what is told as seen is the last line of staff, warnings too, and nothing twice', () => {
	expect(unseenSeq(CHAT, 0)).toBe(8);
	expect(unseenSeq(CHAT, 8)).toBe(0);
	expect(unseenSeq([...CHAT, from('staff', 9, true)], 8)).toBe(9);
	expect(unseenSeq([from('candidate', 12)], 0)).toBe(0);
});
