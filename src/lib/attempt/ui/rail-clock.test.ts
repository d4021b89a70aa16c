import { expect, test } from 'vitest';
import { railClock } from './rail-clock.ts';
import { sampleRoom, STARTS_AT, ENDS_AT, MINUTE_MS } from './testing/sample-room.ts';

test('[C18] waits for the start, counted from the absolute time', () => {
	const room = sampleRoom({ stage: 'wait', now: STARTS_AT - 208_000 });
	expect(railClock(room)).toMatchObject({ phase: 'to-start', text: '03:28', note: 'soon' });
});

test('[C20] counts against the end of the sitting', () => {
	const room = sampleRoom({ stage: 'answer', now: STARTS_AT + 168_000 });
	expect(railClock(room)).toMatchObject({
		phase: 'answering',
		text: '12:12',
		note: 'total',
		ticks: 15
	});
});

test('[C9] who is late sees the time that is left, on any page', () => {
	const room = sampleRoom({ stage: 'devices', now: STARTS_AT + MINUTE_MS });
	expect(railClock(room)).toMatchObject({ phase: 'answering', text: '14:00' });
});

test('[C20] says so in the last three minutes', () => {
	const room = sampleRoom({ stage: 'answer', now: ENDS_AT - 3 * MINUTE_MS + 1 });
	expect(railClock(room).note).toBe('last-minutes');
});

test('[C22] runs on without a network and says so', () => {
	const lost = { state: 'lost', since: STARTS_AT } as const;
	const status = { connection: lost, savedTo: null, safeTo: null };
	const room = sampleRoom({ stage: 'answer', now: STARTS_AT + MINUTE_MS, status });
	expect(railClock(room)).toMatchObject({ text: '14:00', note: 'offline' });
});

test('shows no time before the clock was asked', () => {
	const room = sampleRoom({ stage: 'wait', now: null });
	expect(railClock(room)).toMatchObject({ text: null, note: 'waiting', done: 0 });
});

test('[C23] stands still at the time used once it is over', () => {
	const room = sampleRoom({
		stage: 'upload',
		now: ENDS_AT + MINUTE_MS,
		startedAt: STARTS_AT,
		endedAt: STARTS_AT + 872_000
	});
	expect(railClock(room)).toMatchObject({ phase: 'over', text: '14:32', note: 'ended' });
	expect(railClock(room).done).toBeCloseTo(872 / 900, 5);
});

test('an interview that never started has used no time', () => {
	const room = sampleRoom({ stage: 'upload', endedAt: ENDS_AT, startedAt: null });
	expect(railClock(room).text).toBe('00:00');
});
