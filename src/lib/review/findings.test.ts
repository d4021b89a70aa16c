import { expect, test } from 'vitest';
import { findings } from './findings.ts';
import type { ReviewPart } from './review.ts';
import { timeline } from '../recording/timeline.ts';

const part = (
	id: string,
	startedAt: number,
	durationMs: number,
	status = 'playable'
): ReviewPart => ({
	id,
	track: 'camera',
	startedAt,
	durationMs,
	status: status as ReviewPart['status'],
	estimated: false,
	source: ''
});
const found = (parts: ReviewPart[], unwitnessed: Parameters<typeof findings>[1] = []) =>
	findings(timeline(parts, { from: 0, until: 60_000 }, ['camera']), unwitnessed);

test('[C15] long gaps are named one by one, short ones by their number', () => {
	const parts = [part('a', 0, 10_000), part('b', 10_400, 9600), part('c', 25_000, 35_000)];
	expect(found(parts)).toEqual([
		{ kind: 'short-gaps', track: 'camera', at: 10_000, count: 1, ms: 400 },
		{ kind: 'gap', track: 'camera', at: 20_000, until: 25_000 }
	]);
});

test('[E4] overlaps, parts that do not play, empty parts, film after the end, unwitnessed spans', () => {
	const parts = [
		part('a', 0, 40_000),
		part('b', 30_000, 40_000, 'preparing'),
		part('c', 5000, 0, 'unplayable')
	];
	const blind = [{ part: 'a', track: 'camera' as const, from: 12_000, until: 30_000 }];
	expect(found(parts, blind).map(({ kind, at }) => [kind, at])).toEqual([
		['empty', 5000],
		['unwitnessed', 12_000],
		['overlap', 30_000],
		['pending', 30_000],
		['after', 60_000]
	]);
});

test('[E4] a whole recording has nothing to look at', () => {
	expect(found([part('a', 0, 60_000)])).toEqual([]);
});
