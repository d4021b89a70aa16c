import { beforeEach, expect, test } from 'vitest';
import { watchedUntil } from './watched-until.ts';

beforeEach(() => localStorage.clear());

test('[C15] the page that comes after knows when the former watched last, to two seconds', () => {
	const first = watchedUntil('one');
	expect(first.earlier).toBeNull();
	for (const at of [1000, 2999, 3000, 4999]) first.note(at);
	expect(watchedUntil('one').earlier).toBe(3000);
	expect(watchedUntil('another').earlier).toBeNull();
	// a clock that was wrong before
	first.note(500);
	expect(watchedUntil('one').earlier).toBe(500);
});

test('what somebody else has put there is nothing', () => {
	localStorage.setItem('watched-until:one', '{}');
	expect(watchedUntil('one').earlier).toBeNull();
});
