import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, missingParts, type AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';
import { transition } from './transition.ts';
import {
	after,
	announced,
	BEFORE,
	confirmed,
	digest,
	endedBy,
	ENDS_AT,
	FROZEN,
	manifest,
	opened,
	STARTS_AT,
	uuid,
	verified
} from './testing/events.ts';

const [LEASE, OTHER] = [uuid(1), uuid(2)];
const [CAMERA, SCREEN] = [uuid(11), uuid(12)];
const started: AttemptEvent = { type: 'interview.started', data: { by: 'clock' } };
const early = STARTS_AT + 60_000;

const waiting = after([
	[BEFORE, opened(LEASE)],
	[BEFORE, confirmed],
	[BEFORE, announced(CAMERA, LEASE)]
]);
const answering = after([[STARTS_AT, started]], waiting);
const uploading = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], answering);
const done = after(
	[
		[ENDS_AT + 1000, manifest(LEASE, [CAMERA])],
		[ENDS_AT + 2000, verified(CAMERA)]
	],
	uploading
);

function refusal(state: AttemptState, event: AttemptEvent, at = ENDS_AT): string | undefined {
	const outcome = transition(state, event, at);
	if (outcome.refused) expect(outcome.state).toBe(state);
	return outcome.refused?.code;
}

describe('stages', () => {
	test('the default way, from the first login to done', () => {
		expect(after([[BEFORE, opened(LEASE)]]).stage).toBe('devices');
		expect([waiting, answering, uploading, done].map((state) => state.stage)).toEqual([
			'wait',
			'answer',
			'upload',
			'done'
		]);
		expect(waiting.enteredAt).toBe(BEFORE);
		expect(answering.startedAt).toBe(STARTS_AT);
		expect(done.uploadedAt).toBe(ENDS_AT + 2000);
	});

	test('only the stage where one is can be confirmed', () => {
		for (const stage of ['process', 'gate', 'information'] as const)
			expect(refusal(waiting, { type: 'stage.confirmed', data: { stage } })).toBe(
				'attempt.wrong-stage'
			);
		expect(refusal(waiting, confirmed)).toBe('attempt.wrong-stage');
	});

	test('[C19] the start waits for the start second and is said once', () => {
		expect(refusal(waiting, started, STARTS_AT - 1)).toBe('attempt.not-started');
		expect(refusal(after([[BEFORE, opened(LEASE)]]), started)).toBe('attempt.wrong-stage');
		expect(transition(answering, started, early)).toMatchObject({ known: true });
	});

	test('an end sends everybody to the upload, wherever they were', () => {
		for (const state of [initialState(FROZEN), waiting, answering])
			expect(after([[ENDS_AT, endedBy('clock', ENDS_AT)]], state).stage).toBe('upload');
	});
});

describe('[C23] the effective end', () => {
	test('an earlier end that becomes known later moves it back, a later one does not', () => {
		const byCandidate = after([[ENDS_AT + 9000, endedBy('candidate', early)]], uploading);
		expect(byCandidate.ended).toEqual({ by: 'candidate', at: early });
		expect(refusal(byCandidate, endedBy('staff', early + 1))).toBe('attempt.already-ended');
		const byStaff = after([[ENDS_AT + 9000, endedBy('staff', early - 1)]], byCandidate);
		expect(byStaff.ended).toEqual({ by: 'staff', at: early - 1 });
	});

	test('a device with a wrong clock ends neither before the start nor in the future', () => {
		const hours = 3 * 3_600_000;
		const past = after([[early, endedBy('candidate', early - hours)]], answering);
		expect(past.ended?.at).toBe(STARTS_AT);
		const future = after([[early, endedBy('candidate', early + hours)]], answering);
		expect(future.ended?.at).toBe(early);
		expect(refusal(waiting, endedBy('candidate', early), STARTS_AT - 1)).toBe(
			'attempt.not-started'
		);
	});
});

describe('[C24] parts', () => {
	const late = announced(SCREEN, LEASE);

	test('a late part undoes the completion until it is verified too', () => {
		const again = after([[ENDS_AT + 60_000, late]], done);
		expect([again.stage, again.uploadedAt]).toEqual(['upload', null]);
		expect(after([[ENDS_AT + 61_000, verified(SCREEN)]], again).stage).toBe('done');
	});

	test('announced before or after the manifest, verified in any order: done after the last', () => {
		const facts = [
			announced(CAMERA, LEASE),
			announced(SCREEN, LEASE),
			manifest(LEASE, [CAMERA, SCREEN]),
			verified(CAMERA),
			verified(SCREEN)
		];
		const ended = after([
			[BEFORE, opened(LEASE)],
			[ENDS_AT, endedBy('clock', ENDS_AT)]
		]);
		fc.assert(
			fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (order) => {
				let state = ended;
				// what is refused for coming too soon comes again, as uploads and outbox do
				const queue = [...order];
				for (let tries = 0; queue.length > 0 && tries < 50; tries++) {
					const fact = queue.shift();
					if (!fact) break;
					expect(state.stage).toBe('upload');
					const outcome = transition(state, fact, ENDS_AT);
					if (outcome.refused) queue.push(fact);
					else
						for (const { append } of outcome.effects) state = after([[0, append]], outcome.state);
					if (!outcome.refused && outcome.effects.length === 0) state = outcome.state;
				}
				expect(state.stage).toBe('done');
			})
		);
	});

	test('a part named by a later page’s manifest may still be announced under its own lease', () => {
		const reopened = after([[ENDS_AT, opened(OTHER)]], uploading);
		const named = after([[ENDS_AT, manifest(OTHER, [CAMERA, SCREEN])]], reopened);
		const state = after([[ENDS_AT, late]], named);
		expect(state.parts[SCREEN]).toMatchObject({ lease: LEASE, announced: true });
		expect(state.parts[SCREEN]?.declared).not.toBeNull();
	});

	test('the header’s track and lease stand, whatever a manifest says later', () => {
		const says: AttemptEvent = {
			type: 'manifest.closed',
			data: {
				lease: LEASE,
				parts: [{ id: CAMERA, track: 'screen', bytes: 1, sha256: digest(1) }]
			}
		};
		const state = after([[ENDS_AT, says]], uploading);
		expect(state.parts[CAMERA]).toMatchObject({ track: 'camera', lease: LEASE });
	});

	test('a part that came with another digest than the device named is not here', () => {
		const state = after(
			[
				[ENDS_AT, verified(CAMERA, 2)],
				[ENDS_AT, manifest(LEASE, [CAMERA], 1)]
			],
			uploading
		);
		expect(state.stage).toBe('upload');
		expect(missingParts(state)).toEqual([CAMERA]);
		expect(after([[ENDS_AT, manifest(LEASE, [CAMERA], 2)]], state).stage).toBe('done');
	});

	test('what was verified is never verified as something else', () => {
		expect(refusal(done, verified(CAMERA, 2))).toBe('part.digest-mismatch');
		expect(transition(done, verified(CAMERA), ENDS_AT)).toMatchObject({ known: true });
	});

	test('unknown leases and parts are refused', () => {
		expect(refusal(uploading, announced(SCREEN, OTHER))).toBe('attempt.lease-closed');
		expect(refusal(uploading, manifest(OTHER))).toBe('attempt.lease-closed');
		expect(refusal(uploading, verified(SCREEN))).toBe('part.not-found');
		const both = after([[ENDS_AT, opened(OTHER)]], uploading);
		expect(refusal(both, announced(CAMERA, OTHER))).toBe('part.not-yours');
	});

	test('nothing is done before the live device has named its parts', () => {
		const state = after([[ENDS_AT, verified(CAMERA)]], uploading);
		expect(state.stage).toBe('upload');
		const completed: AttemptEvent = { type: 'upload.completed', data: { parts: 1, bytes: 1 } };
		expect(refusal(state, completed)).toBe('attempt.upload-incomplete');
		expect(transition(done, completed, ENDS_AT)).toMatchObject({ known: true });
	});
});

describe('[C8] one live lease', () => {
	test('a second desktop closes the first', () => {
		const state = after([[BEFORE, opened(OTHER)]], waiting);
		expect(state.lease).toBe(OTHER);
		expect(state.leases).toEqual({
			[LEASE]: { device: 'desktop', open: false, manifest: false },
			[OTHER]: { device: 'desktop', open: true, manifest: false }
		});
	});

	test('a phone takes nothing from the desktop', () => {
		const phone: AttemptEvent = { type: 'lease.opened', data: { lease: OTHER, device: 'phone' } };
		const state = after([[BEFORE, phone]], waiting);
		expect(state.lease).toBe(LEASE);
		expect(state.leases[LEASE]?.open).toBe(true);
	});

	test('opening or closing twice changes nothing; an unknown one cannot be closed', () => {
		const close = (lease: string): AttemptEvent => ({
			type: 'lease.closed',
			data: { lease, reason: 'staff' }
		});
		expect(transition(done, opened(LEASE), ENDS_AT)).toMatchObject({ known: true, state: done });
		const closed = after([[BEFORE, close(LEASE)]], waiting);
		expect(transition(closed, close(LEASE), BEFORE)).toMatchObject({ known: true });
		expect(refusal(waiting, close(OTHER))).toBe('attempt.lease-closed');
	});
});
