import { expect, test } from 'vitest';
import { MAX_TEXT, roomLeft, textProblem } from './message-text.ts';

test('[C21] neither nothing nor too much can be sent, and both say why', () => {
	expect(textProblem(' \n ')).toEqual({ kind: 'empty', over: 0 });
	expect(textProblem('x'.repeat(MAX_TEXT))).toBeNull();
	expect(textProblem('x'.repeat(MAX_TEXT + 12))).toEqual({ kind: 'too-long', over: 12 });
	expect(roomLeft('x'.repeat(100))).toBeNull();
	expect(roomLeft('x'.repeat(1990))).toBe(10);
});
