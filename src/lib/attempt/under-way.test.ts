import { expect, test } from 'vitest';
import type { AttemptState } from './attempt-state.ts';
import { holdsVersion, isUnfinished } from './under-way.ts';

const END = 1_796_000_000_000;
const HOUR_MS = 3_600_000;
const state = (changes: Partial<AttemptState>): AttemptState =>
	({
		enteredAt: END - HOUR_MS,
		stage: 'answer',
		frozen: { endsAt: END },
		...changes
	}) as AttemptState;

test('[C1] an attempt is unfinished from its entry until everything was received', () => {
	expect(isUnfinished(state({ enteredAt: null, stage: 'devices' }))).toBe(false);
	expect(isUnfinished(state({ stage: 'wait' }))).toBe(true);
	expect(isUnfinished(state({ stage: 'upload' }))).toBe(true);
	expect(isUnfinished(state({ stage: 'done' }))).toBe(false);
});

test('[C3] it holds the version as long, but not for ever', () => {
	expect(holdsVersion(state({}), END)).toBe(true);
	expect(holdsVersion(state({ stage: 'upload' }), END + 23 * HOUR_MS)).toBe(true);
	expect(holdsVersion(state({ stage: 'upload' }), END + 24 * HOUR_MS)).toBe(false);
	expect(holdsVersion(state({ stage: 'done' }), END)).toBe(false);
});
