import { expect, test } from 'vitest';
import { MAX_TEXT, roomLeft, textProblem } from './message-text.ts';
import type { ChatMessage } from './room-view.ts';
import { unread } from './unread.ts';

const chat = (...from: ChatMessage['from'][]): ChatMessage[] =>
	from.map((one, at) => ({ id: String(at), from: one, text: 'x', at, state: 'sent' }));

test('[C21] what staff wrote after the last look is unread', () => {
	expect(unread(chat('candidate', 'staff', 'staff'), '1')).toBe(1);
	expect(unread(chat('candidate', 'staff', 'candidate'), '1')).toBe(0);
	expect(unread([], null)).toBe(0);
});

test('[C21] on a page opened anew, what was answered counts as seen', () => {
	expect(unread(chat('staff', 'candidate', 'staff'), null)).toBe(1);
	expect(unread(chat('staff'), null)).toBe(1);
});

test('[C21] neither nothing nor too much can be sent, and both say why', () => {
	expect(textProblem(' \n ')).toEqual({ kind: 'empty', over: 0 });
	expect(textProblem('x'.repeat(MAX_TEXT))).toBeNull();
	expect(textProblem('x'.repeat(MAX_TEXT + 12))).toEqual({ kind: 'too-long', over: 12 });
	expect(roomLeft('x'.repeat(100))).toBeNull();
	expect(roomLeft('x'.repeat(1990))).toBe(10);
});
