import { describe, expect, test } from 'vitest';
import type { IncidentKind } from '../events.ts';
import { watchViewOf } from './watch-view-of.ts';

const NOW = 100_000;
const none = () => null;
const incident = (kind: IncidentKind, from: number, until: number | null) => ({
	...{ kind, from, until, id: kind, times: 1 }
});

describe('[C25][C26] the sheet is covered', () => {
	test('by nothing while nothing holds', () => {
		expect(watchViewOf(none, [], NOW)).toEqual({ covers: [], told: [] });
	});

	test('by what holds, since the page saw it', () => {
		const several = (kind: string) => (kind === 'several-displays' ? 90_000 : null);
		expect(watchViewOf(several, [], NOW).covers).toEqual([
			{ kind: 'several-displays', since: 90_000 }
		]);
	});

	test('of both, first by what a click mends', () => {
		expect(watchViewOf(() => 90_000, [], NOW).covers.map(({ kind }) => kind)).toEqual([
			...['full-screen-left', 'several-displays']
		]);
	});

	test('and the cover alone tells it; when it is over it is told for 15 s', () => {
		const left = () => 95_000;
		expect(watchViewOf(left, [incident('full-screen-left', 95_000, null)], NOW).told).toEqual([]);
		const over = [incident('full-screen-left', 80_000, 85_001)];
		expect(watchViewOf(none, over, NOW).told).toEqual([
			{ kind: 'full-screen-left', from: 80_000, until: 85_001 }
		]);
		expect(watchViewOf(none, over, NOW + 1).told).toEqual([]);
	});
});

describe('[C27][C28][C29][C31][C32] the candidate is told', () => {
	const kinds = (incidents: ReturnType<typeof incident>[]) =>
		watchViewOf(none, incidents, NOW).told.map(({ kind }) => kind);

	test('what lasts, and what was over lately, the newest first', () => {
		expect(
			kinds([
				incident('virtual-camera', 1000, null),
				incident('page-hidden', 80_000, 99_000),
				incident('copied', 98_000, 98_000),
				incident('pasted', 40_000, 40_000)
			])
		).toEqual(['copied', 'page-hidden', 'virtual-camera']);
	});

	test('not of what the page has a place of its own for', () => {
		expect(
			kinds([
				incident('recording-interrupted', 90_000, null),
				incident('device-ended', 99_000, 99_000),
				incident('connection-lost', 90_000, 99_000),
				incident('no-face', 90_000, null)
			])
		).toEqual([]);
	});
});
