import { describe, expect, test } from 'vitest';
import { DESKTOP_EVENTS, PHONE_EVENTS, type AttemptEvent, type EventData } from './events.ts';
import { refuseFromLease } from './lease-rules.ts';
import {
	after,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	event,
	manifest,
	opened,
	openedPhone,
	phoneAnnounced,
	phoneManifest,
	announced,
	filming,
	interrupted,
	stoppedPhone,
	swept,
	uuid
} from './testing/events.ts';

const [FIRST, SECOND] = [uuid(1), uuid(2)];
const state = after([
	[BEFORE, opened(FIRST)],
	[BEFORE, opened(SECOND)]
]);
const incident = {
	type: 'incident.noted',
	data: { kind: 'connection-lost', from: BEFORE, until: null, track: null }
} as const;

const PASSPORT: EventData<'device.checked'> = {
	...{ v: 1, device: 'desktop', checkedAt: BEFORE, browser: 'Chrome 146', system: 'Windows' },
	...{ salt: 's', camera: null, microphone: null, virtualCamera: false },
	...{ screen: { width: 1366, height: 768, several: false }, uploadKbps: null, latencyMs: null },
	...{ jitterMs: null, freeBytes: null, clockAheadMs: null, lines: { browser: 'ok' } }
};

test('[C4] a check speaks for its own device', () => {
	const check = { type: 'device.checked', data: PASSPORT } as const;
	expect(refuseFromLease(state, SECOND, check)).toBeNull();
	const ofPhone = { ...check, data: { ...PASSPORT, device: 'phone' as const } };
	expect(refuseFromLease(state, SECOND, ofPhone)?.code).toBe('token.wrong-scope');
	expect(after([[BEFORE, check]], state).passports).toEqual({ desktop: PASSPORT });
});

describe('[C8] a device that was taken over', () => {
	test('decides nothing any more', () => {
		for (const one of [confirmed, endedBy('candidate', ENDS_AT)])
			expect(refuseFromLease(state, FIRST, one)?.code).toBe('attempt.lease-closed');
	});
	test('still names its parts and tells what it noticed', () => {
		for (const one of [manifest(FIRST), incident])
			expect(refuseFromLease(state, FIRST, one)).toBeNull();
	});
	test('[C22] and what happened on it while it was in charge and cut off', () => {
		const told = [
			event('paper.opened', { at: ENDS_AT }),
			event('question.answered', { question: 1, at: ENDS_AT }),
			event('help.sent', { at: ENDS_AT })
		];
		for (const one of told) expect(refuseFromLease(state, FIRST, one)).toBeNull();
		const decides = [
			event('pledge.signed', { way: 'typed' }),
			event('details.disputed', {}),
			event('lease.answered', { request: SECOND, granted: true, by: 'device' })
		];
		for (const one of decides)
			expect(refuseFromLease(state, FIRST, one)?.code).toBe('attempt.lease-closed');
	});
});

test('[C8] the live device decides, in its own name', () => {
	expect(refuseFromLease(state, SECOND, confirmed)).toBeNull();
	expect(refuseFromLease(state, SECOND, manifest(SECOND))).toBeNull();
	expect(refuseFromLease(state, SECOND, manifest(FIRST))?.code).toBe('token.wrong-scope');
	expect(refuseFromLease(state, uuid(3), confirmed)?.code).toBe('attempt.lease-closed');
});

describe('[C11] [P5] a phone', () => {
	const [PHONE, NEXT] = [uuid(4), uuid(5)];
	const [CAMERA, EVIDENCE] = [uuid(11), uuid(12)];
	const bound = after(
		[
			[BEFORE, openedPhone(PHONE)],
			[BEFORE, announced(CAMERA, SECOND)],
			[BEFORE, phoneAnnounced(EVIDENCE, PHONE)]
		],
		state
	);
	const replaced = after([[BEFORE, openedPhone(NEXT)]], bound);
	const ofPhone = [
		...[swept(), filming(BEFORE), interrupted(BEFORE), stoppedPhone(BEFORE)],
		...[phoneManifest(PHONE, [EVIDENCE]), incident],
		{ type: 'device.checked', data: { ...PASSPORT, device: 'phone' } } as const
	];
	const codes = (from: typeof state, lease: string, events: readonly AttemptEvent[]) =>
		events.map((one) => refuseFromLease(from, lease, one)?.code ?? null);

	test('says all of its evidence', () => {
		expect(new Set(ofPhone.map(({ type }) => type))).toEqual(new Set(PHONE_EVENTS));
		expect(codes(bound, PHONE, ofPhone)).toEqual(ofPhone.map(() => null));
	});

	test('says nothing of the interview, in charge or not', () => {
		const foreign = DESKTOP_EVENTS.filter((type) => !PHONE_EVENTS.some((own) => own === type));
		const events = foreign.map((type) => ({ type, data: {} }) as AttemptEvent);
		expect(foreign.length).toBeGreaterThan(8);
		for (const from of [bound, replaced])
			expect(codes(from, PHONE, events)).toEqual(foreign.map(() => 'token.wrong-scope'));
	});

	test('alone speaks of the evidence', () => {
		const own = [swept(), filming(BEFORE), interrupted(BEFORE), stoppedPhone(BEFORE)];
		expect(codes(bound, SECOND, own)).toEqual(own.map(() => 'token.wrong-scope'));
	});

	test('that was replaced decides nothing; what it holds and has swept it still names', () => {
		expect(codes(replaced, PHONE, ofPhone)).toEqual([
			...[null, 'attempt.lease-closed', 'attempt.lease-closed', 'attempt.lease-closed'],
			...[null, null, 'attempt.lease-closed']
		]);
		expect(codes(replaced, NEXT, [filming(BEFORE)])).toEqual([null]);
	});

	test('[C33] that was unpaired still says when it had stopped filming, by hand or not, until another one is bound', () => {
		const shut = (lease: string) => event('lease.closed', { lease, reason: 'staff' });
		const late = [interrupted(BEFORE), filming(BEFORE), stoppedPhone(BEFORE)];
		const closed = 'attempt.lease-closed';
		const gone = after([[BEFORE, shut(PHONE)]], bound);
		expect(codes(gone, PHONE, late)).toEqual([null, closed, null]);
		const next = after([[BEFORE, openedPhone(NEXT)]], gone);
		expect(codes(next, PHONE, late)).toEqual([closed, closed, closed]);
		// of two that are gone, the one that was in charge until then
		const both = after([[BEFORE, shut(NEXT)]], next);
		expect(codes(both, PHONE, late)).toEqual([closed, closed, closed]);
		expect(codes(both, NEXT, late)).toEqual([null, closed, null]);
	});

	test('names its own track alone, in its own name, and so does the desktop', () => {
		const wrong = 'token.wrong-scope';
		expect(codes(bound, PHONE, [manifest(PHONE, [CAMERA]), phoneManifest(NEXT, [])])).toEqual([
			...[wrong, wrong]
		]);
		expect(codes(bound, SECOND, [phoneManifest(SECOND, [EVIDENCE])])).toEqual([wrong]);
		// a digest that it declares would be held against what the other device sends
		expect(codes(bound, PHONE, [phoneManifest(PHONE, [CAMERA])])).toEqual([wrong]);
		expect(codes(bound, SECOND, [manifest(SECOND, [EVIDENCE])])).toEqual([wrong]);
		expect(codes(bound, SECOND, [manifest(SECOND, [CAMERA])])).toEqual([null]);
	});
});
