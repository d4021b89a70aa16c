import { expect, test } from 'vitest';
import { manualTime } from '../shared/testing/manual-time.ts';
import { createExcuse } from './excuse.ts';

function excuse() {
	const time = manualTime();
	let open = false;
	const excused = createExcuse(() => open, time);
	return {
		excused,
		advance: time.advance,
		open: (is: boolean) => void (open = is)
	};
}

test('[C27] while the page has something open, and a moment after it', async () => {
	const one = excuse();
	expect(one.excused()).toBe(false);
	one.open(true);
	expect(one.excused()).toBe(true);
	await one.advance(30_000);
	expect(one.excused()).toBe(true);
	one.open(false);
	expect(one.excused()).toBe(true);
	await one.advance(1999);
	expect(one.excused()).toBe(true);
	await one.advance(1);
	expect(one.excused()).toBe(false);
});

test('[C27] not for ever: a picker that stays open is no way out, and opened anew it counts anew', async () => {
	const one = excuse();
	one.open(true);
	one.excused();
	await one.advance(60_000);
	expect(one.excused()).toBe(false);
	one.open(false);
	expect(one.excused()).toBe(false);
	one.open(true);
	expect(one.excused()).toBe(true);
});
