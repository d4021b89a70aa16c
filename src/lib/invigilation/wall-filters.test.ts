import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STAGES, type Stage } from '../attempt/stage.ts';
import { heard, incident, NOW, notBegun, tile } from './testing/tiles.ts';
import type { Tile } from './tile.ts';
import { tileNeed } from './tile-need.ts';
import {
	countFilters,
	found,
	passes,
	STAGE_GROUPS,
	stageGroup,
	tileNumber
} from './wall-filters.ts';

const of = (one: Tile) => ({ tile: one, need: tileNeed(one, NOW) });

test('[I1] each filter finds its own, and the counts are what it finds', () => {
	const all = [
		of(tile(1, { worst: incident('serious'), watched: true })),
		of(tile(2, { phone: 'interrupted' })),
		of(tile(3, { unread: 1, stage: 'wait' })),
		of(tile(4, { desktop: null })),
		of(tile(5, { desktop: heard({ safeTo: NOW - 60_000 }) })),
		of(notBegun(6)),
		of(tile(7, { stage: 'upload' })),
		of(tile(8, { stage: 'done', need: 'complete' }))
	];
	expect(countFilters(all, NOW)).toEqual({
		...{ all: 8, danger: 1, attention: 3, unread: 1, watched: 1, 'cut-off': 1, phone: 1 },
		...{ lagging: 1, 'not-begun': 1, preparing: 0, entered: 1, answering: 4 },
		...{ uploading: 1, done: 1 }
	});
	const counts = countFilters(all, NOW);
	for (const [filter, count] of Object.entries(counts))
		expect(all.filter((one) => passes(filter as keyof typeof counts, one, NOW))).toHaveLength(
			count
		);
});

test('[I1] everybody is in one stage group, in the order of the stages', () => {
	fc.assert(
		fc.property(fc.constantFrom<Stage | null>(null, ...STAGES), (stage) => {
			const one = of(tile(1, { stage }));
			expect(STAGE_GROUPS.filter((group) => passes(group, one, NOW))).toEqual([stageGroup(stage)]);
		})
	);
	const at = STAGES.map((stage) => STAGE_GROUPS.indexOf(stageGroup(stage)));
	expect(at).toEqual(at.toSorted((a, b) => a - b));
});

test.each<[typed: string, lots: number[]]>([
	['', [3, 31, 117]],
	['3', [3, 31]],
	['003', [3]],
	['０31', [31]],
	['11', [117]],
	['测试考生117', [117]],
	['0031', [31]],
	['无此人', []]
])('[I1] typed %j', (typed, lots) => {
	const all = [tile(3), tile(31), tile(117)];
	expect(all.filter((one) => found(one, typed)).map(({ lot }) => lot)).toEqual(lots);
});

test('[I1] until the lot is drawn, the end of the admission number names a tile', () => {
	expect(tileNumber(tile(7))).toBe('007');
	expect(tileNumber(notBegun(7))).toBe('…0007');
	expect(found(notBegun(7), '007')).toBe(true);
});
