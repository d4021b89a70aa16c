import { describe, expect, test } from 'vitest';
import { initialState } from './attempt-state.ts';
import { projectLocally } from './local-projection.ts';
import {
	after,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	manifest,
	opened,
	STARTS_AT,
	uuid,
	WHOLE_WAY
} from './testing/events.ts';

const LEASE = uuid(1);
const preparing = after([[BEFORE, opened(LEASE)]]);
const waiting = after([[BEFORE, confirmed]], preparing);
const WHOLE = after([[BEFORE, opened(LEASE)]], initialState(WHOLE_WAY));
const early = STARTS_AT + 60_000;

describe('[C22] with the network gone', () => {
	test('waits, answers at the start second and ends at the end second', () => {
		const stages = [STARTS_AT - 1, STARTS_AT, ENDS_AT - 1, ENDS_AT].map(
			(now) => projectLocally(waiting, [], now).stage
		);
		expect(stages).toEqual(['wait', 'answer', 'answer', 'upload']);
		expect(projectLocally(waiting, [], ENDS_AT + 1).ended).toEqual({ by: 'clock', at: ENDS_AT });
	});

	test('the candidate’s own end counts at once, with its true time', () => {
		const pending = [{ event: endedBy('candidate', early), clientAt: early }];
		const local = projectLocally(waiting, pending, early + 5000);
		expect(local.stage).toBe('upload');
		expect(local.startedAt).toBe(STARTS_AT);
		expect(local.ended).toEqual({ by: 'candidate', at: early });
		expect(projectLocally(waiting, pending, ENDS_AT + 1).ended?.at).toBe(early);
	});

	test('never tells itself that the upload is done: that is the server’s word', () => {
		const pending = [{ event: manifest(LEASE), clientAt: ENDS_AT }];
		expect(projectLocally(waiting, pending, ENDS_AT).stage).toBe('upload');
	});
});

describe('the server’s word', () => {
	test('a command that it has taken already changes nothing when applied again', () => {
		const pending = [{ event: confirmed, clientAt: BEFORE }];
		expect(projectLocally(waiting, pending, BEFORE + 1)).toEqual(waiting);
		const ended = after([[early, endedBy('candidate', early)]], waiting);
		const again = [{ event: endedBy('candidate', early), clientAt: early }];
		expect(projectLocally(ended, again, early + 1)).toEqual(ended);
	});

	test('[C14] entry is the server’s to grant: the device does not let itself in', () => {
		const pending = [{ event: confirmed, clientAt: BEFORE }];
		expect(projectLocally(preparing, pending, BEFORE + 1).stage).toBe('devices');
	});

	test('the other stages move at once', () => {
		const atInformation = { ...WHOLE, stage: 'information' as const, enteredAt: BEFORE };
		const event = { type: 'stage.confirmed', data: { stage: 'information' } } as const;
		const local = projectLocally(atInformation, [{ event, clientAt: BEFORE }], BEFORE + 1);
		expect(local.stage).toBe('wait');
	});

	test('replaces what the device believed', () => {
		const byStaff = after([[early, endedBy('staff', early - 1000)]], waiting);
		const pending = [{ event: endedBy('candidate', early), clientAt: early }];
		expect(projectLocally(byStaff, pending, early).ended).toEqual({
			by: 'staff',
			at: early - 1000
		});
	});
});

test('[C22] a command stamped by a clock that was hours ahead does not start the interview', () => {
	const atInformation = { ...WHOLE, stage: 'information' as const, enteredAt: BEFORE };
	const event = { type: 'stage.confirmed', data: { stage: 'information' } } as const;
	const pending = [{ event, clientAt: BEFORE + 3 * 3_600_000 }];
	const local = projectLocally(atInformation, pending, BEFORE + 1000);
	expect(local.stage).toBe('wait');
	expect(local.ended).toBeNull();
});
