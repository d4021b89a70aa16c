import { expect, test } from 'vitest';
import { initialState } from '../attempt-state.ts';
import { FROZEN } from '../testing/events.ts';
import { notRehearsed, rehearsalView, type RehearsalFacts } from './rehearsal.ts';

const mock = initialState({ ...FROZEN, kind: 'mock' });
const facts = (changes: Partial<RehearsalFacts> = {}): RehearsalFacts => ({
	state: { ...mock, stage: 'answer' },
	lost: false,
	cutUntil: null,
	played: false,
	...changes
});
const states = (changes: Partial<RehearsalFacts>) =>
	Object.fromEntries(
		rehearsalView(facts(changes))?.steps.map(({ step, state }) => [step, state]) ?? []
	);

test('[C22] a formal sitting has no rehearsal', () => {
	const formal = initialState({ ...FROZEN, kind: 'formal' });
	expect(rehearsalView(facts({ state: formal }))).toBeNull();
});

test('[C22] a lost connection counts once it is back and logged, however it was lost', () => {
	expect(states({}).network).toBe('open');
	expect(states({ lost: true }).network).toBe('running');
	expect(states({ cutUntil: 5 }).network).toBe('running');
	const state = { ...mock, stage: 'answer', noticed: { 'connection-lost': 1 } } as const;
	expect(states({ state }).network).toBe('done');
});

test('[C24] at the end it is said exactly what was not tried', () => {
	const done = { ...mock, stage: 'done', noticed: { 'page-reloaded': 2 } } as const;
	const view = rehearsalView(facts({ state: done, lost: true }));
	expect(view && notRehearsed(view)).toEqual(['network', 'play']);
});

test('[C24] ready: cut off, reloaded, played and uploaded', () => {
	const noticed = { 'page-reloaded': 1, 'connection-lost': 1 };
	const view = rehearsalView(facts({ state: { ...mock, stage: 'done', noticed }, played: true }));
	expect(view && notRehearsed(view)).toEqual([]);
});
