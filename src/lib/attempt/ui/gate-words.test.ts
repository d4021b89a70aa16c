import { expect, test } from 'vitest';
import { entryLine, mayEnter, missingAtGate, untold } from './gate-words.ts';
import type { GateView, RoomView } from './room-view.ts';
import { sampleRoom, STARTS_AT } from './testing/sample-room.ts';

const stream = {} as MediaStream;
const ready: Partial<RoomView> = {
	now: STARTS_AT - 300_000,
	picture: { state: 'live', stream, recordingSince: null, trouble: null },
	microphone: { state: 'live', level: 0.4 },
	screen: { state: 'shared' }
};
const at = (changes: Partial<RoomView> = {}, gate: Partial<GateView> = {}): RoomView =>
	sampleRoom({ ...ready, ...changes, gate: { ...sampleRoom().gate, ...gate } });
const lostFor = (ms: number): RoomView['status'] => ({
	connection: { state: 'lost', since: STARTS_AT - 300_000 - ms },
	savedTo: null,
	safeTo: null
});

test('[C14] everything ready: nothing is missing', () => {
	expect(missingAtGate(at())).toEqual([]);
	expect(mayEnter(at())).toBe(true);
});

test('[C14] every condition is named, in the order of the page', () => {
	const room = sampleRoom({
		gate: {
			entry: 'not-open',
			phone: 'needed',
			invigilator: 'awaited',
			displays: 'several',
			fullScreen: false,
			refreshing: false
		}
	});
	expect(missingAtGate(room)).toEqual([
		'displays',
		'camera',
		'phone',
		'full-screen',
		'screen',
		'invigilator',
		'not-open'
	]);
	expect(mayEnter(room)).toBe(false);
});

test('[C14] a browser that cannot count displays holds nobody up', () => {
	expect(missingAtGate(at({}, { displays: 'unknown' }))).toEqual([]);
});

test('[C14] a silent microphone is no reason, a lost one is', () => {
	expect(missingAtGate(at({ microphone: { state: 'silent', level: 0 } }))).toEqual([]);
	expect(missingAtGate(at({ microphone: { state: 'lost', level: 0 } }))).toEqual(['microphone']);
});

test('[C14] a wrong share is as good as none', () => {
	const room = at({ screen: { state: 'failed', code: 'device.screen-not-whole' } });
	expect(missingAtGate(room)).toEqual(['screen']);
});

test('[C14] the phone: that it does not film and that it has not swept are told apart', () => {
	expect(missingAtGate(at({}, { phone: 'needed' }))).toEqual(['phone']);
	expect(missingAtGate(at({}, { phone: 'sweep-needed' }))).toEqual(['sweep']);
	for (const phone of ['ready', 'waived'] as const)
		expect(missingAtGate(at({}, { phone }))).toEqual([]);
	expect(untold('attempt.sweep-needed', ['sweep'])).toBeNull();
	expect(untold('attempt.phone-needed', ['sweep'])).toBe('attempt.phone-needed');
});

test('[C9] who is late goes to full screen with the click that enters', () => {
	expect(missingAtGate(at({ late: true }, { fullScreen: false }))).toEqual([]);
	expect(missingAtGate(at({ late: false }, { fullScreen: false }))).toEqual(['full-screen']);
});

test('[C9] a closed entry needs a person', () => {
	const room = at({}, { entry: 'closed' });
	expect(missingAtGate(room)).toEqual(['closed']);
	expect(entryLine(room)).toMatchObject({ state: 'danger', words: 'closed' });
});

test('[C14] out of reach: grey at first, after a while the click may ask', () => {
	expect(missingAtGate(at({ status: lostFor(1000) }))).toEqual(['connection']);
	expect(mayEnter(at({ status: lostFor(1000) }))).toBe(false);
	expect(mayEnter(at({ status: lostFor(20_000) }))).toBe(true);
	expect(mayEnter(at({ status: lostFor(20_000) }, { displays: 'several' }))).toBe(false);
});

test('[C14] the time until entry opens is derived from the absolute time', () => {
	const room = at({ now: STARTS_AT - 600_000 - 86_000 }, { entry: 'not-open' });
	expect(entryLine(room)).toEqual({
		state: 'busy',
		words: 'opens',
		left: { minutes: 1, seconds: 26 }
	});
});

test('[C14] a refusal is not said twice', () => {
	expect(untold('attempt.entry-closed', ['closed'])).toBeNull();
	expect(untold('attempt.entry-closed', [])).toBe('attempt.entry-closed');
	expect(untold('server.unreachable', ['connection'])).toBe('server.unreachable');
	expect(untold(null, ['closed'])).toBeNull();
});

test('[I4] a room that waits for an invigilator is a reason; a page that is cut off may ask the server', () => {
	const awaited = at({}, { invigilator: 'awaited' });
	expect(missingAtGate(awaited)).toEqual(['invigilator']);
	expect(mayEnter(awaited)).toBe(false);
	expect(untold('attempt.no-invigilator', missingAtGate(awaited))).toBeNull();
	for (const invigilator of ['here', 'not-needed'] as const)
		expect(missingAtGate(at({}, { invigilator }))).toEqual([]);
	const { now } = awaited;
	const lost = { connection: { state: 'lost', since: (now ?? 0) - 20_000 } } as const;
	const cutOff = at({ status: { ...awaited.status, ...lost } }, { invigilator: 'awaited' });
	expect(missingAtGate(cutOff)).toEqual(['connection']);
	expect(mayEnter(cutOff)).toBe(true);
});
