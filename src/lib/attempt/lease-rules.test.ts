import { describe, expect, test } from 'vitest';
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
