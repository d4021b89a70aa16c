import { describe, expect, test } from 'vitest';
import type { AttemptState } from './attempt-state.ts';
import {
	after,
	announced,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	event,
	isKnown,
	manifest,
	opened,
	refusal,
	uuid,
	verified
} from './testing/events.ts';

const LEASE = uuid(1);
const [CAMERA, SCREEN] = [uuid(11), uuid(12)];
const declared = event('upload.declared-lost', {});
const waiting = after([
	[BEFORE, opened(LEASE)],
	[BEFORE, confirmed],
	[BEFORE, announced(CAMERA, LEASE)]
]);
const uploading = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], waiting);
const lost = after([[ENDS_AT + 1, declared]], uploading);

describe('[C24] declared lost', () => {
	test('by staff, once the interview is over, and not when all is here', () => {
		expect([lost.lostAt, lost.stage]).toEqual([ENDS_AT + 1, 'upload']);
		expect(isKnown(lost, declared, ENDS_AT + 2)).toBe(true);
		expect(refusal(waiting, declared, BEFORE)).toBe('attempt.not-ended');
		const done: AttemptState = { ...uploading, stage: 'done' };
		expect(refusal(done, declared, ENDS_AT)).toBe('attempt.wrong-stage');
	});

	test('a late arrival undoes it: a part that is announced, verified, or the last of them', () => {
		expect(after([[ENDS_AT + 5, announced(SCREEN, LEASE)]], lost).lostAt).toBeNull();
		expect(after([[ENDS_AT + 5, verified(CAMERA)]], lost).lostAt).toBeNull();
		const all = after([[ENDS_AT, verified(CAMERA)]], uploading);
		const given = after([[ENDS_AT + 1, declared]], all);
		const done = after([[ENDS_AT + 5, manifest(LEASE, [CAMERA])]], given);
		expect([done.stage, done.lostAt]).toEqual(['done', null]);
	});
});
