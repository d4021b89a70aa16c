// Attempts that an earlier version began or kept.
import { expect, test } from 'vitest';
import { initialState, wholeState, type AttemptState } from './attempt-state.ts';
import type { Frozen } from './rules.ts';
import { projectLocally } from './local-projection.ts';
import { BEFORE, confirm, event, FROZEN, refusal } from './testing/events.ts';

/** As version 1 of the ground froze it: no facets, no texts but three. */
const OLD_FROZEN = {
	...{ sitting: 'sample', kind: 'mock', startsAt: FROZEN.startsAt, endsAt: FROZEN.endsAt },
	rules: {
		plan: FROZEN.rules.plan,
		loginOpensBeforeMs: 1_800_000,
		entryOpensBeforeMs: 600_000,
		loginClosesAfterMs: 180_000,
		camera: FROZEN.rules.camera,
		screen: FROZEN.rules.screen
	},
	texts: { title: FROZEN.texts.title, guidance: FROZEN.texts.guidance, supportPhone: '000' }
} as unknown as Frozen;
const OLD_STATE = {
	...{ frozen: OLD_FROZEN, stage: 'devices', enteredAt: null, startedAt: null, ended: null },
	...{ lease: null, leases: {}, parts: {}, uploadedAt: null, published: false }
} as unknown as AttemptState;

test('[C14] an attempt frozen before there were facets needs neither phone nor face', () => {
	const state = initialState(OLD_FROZEN);
	expect([state.phone, state.identity]).toEqual(['waived', 'waived']);
	expect(refusal(state, confirm('devices'), BEFORE)).toBeUndefined();
	expect(state.frozen.texts.process).toEqual([]);
	expect(state.frozen.rules.mayComeBack).toBe(true);
});

test('[C22] a projection that an earlier page has kept can be gone on with', () => {
	const incident = event('incident.noted', {
		...{ kind: 'connection-lost', from: BEFORE, until: null, track: null }
	});
	const local = projectLocally(
		wholeState(OLD_STATE),
		[{ event: incident, clientAt: BEFORE }],
		BEFORE
	);
	expect(local.noticed['connection-lost']).toBe(1);
	expect(local.chapters).toEqual([]);
});

test('[C17] a projection that knew only whether a mistake was reported knows of one', () => {
	const kept = (disputed: boolean) => wholeState({ ...OLD_STATE, disputed } as AttemptState);
	expect([kept(true).disputes, kept(false).disputes, wholeState(OLD_STATE).disputes]).toEqual([
		...[1, 0, 0]
	]);
	expect(kept(true)).not.toHaveProperty('disputed');
	// put back for a while, an earlier version writes its own word beside the number that it only carries along
	const both = (disputes: number): number =>
		wholeState({ ...OLD_STATE, disputes, disputed: true } as AttemptState).disputes;
	expect([both(0), both(2)]).toEqual([1, 2]);
});

test('what is whole stays as it is', () => {
	const state = initialState(FROZEN);
	expect(state.frozen).toEqual(FROZEN);
	expect(wholeState(state)).toEqual(state);
});
