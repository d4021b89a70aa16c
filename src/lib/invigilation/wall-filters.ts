// Which tiles are shown (I1): by what somebody looks for, by stage, by what is typed. Pure.
import { STAGES, type Stage } from '../attempt/stage.ts';
import type { Millis } from '../shared/clock.ts';
import type { Tile } from './tile.ts';
import { isCutOff, isLagging, isPhoneInterrupted, type TileNeed } from './tile-need.ts';

/** Stages as a room is counted. */
export const STAGE_GROUPS = [
	...(['not-begun', 'preparing', 'entered', 'answering', 'uploading', 'done'] as const)
] as const;
export type StageGroup = (typeof STAGE_GROUPS)[number];

const FILTERS = [
	...(['all', 'danger', 'attention', 'unread', 'watched', 'cut-off', 'phone', 'lagging'] as const),
	...STAGE_GROUPS
] as const;
export type WallFilter = (typeof FILTERS)[number];

export interface Filtered {
	readonly tile: Tile;
	readonly need: TileNeed;
}

export function stageGroup(stage: Stage | null): StageGroup {
	if (stage === null) return 'not-begun';
	const at = STAGES.indexOf(stage);
	if (at <= STAGES.indexOf('gate')) return 'preparing';
	if (at <= STAGES.indexOf('wait')) return 'entered';
	if (stage === 'answer') return 'answering';
	return stage === 'upload' ? 'uploading' : 'done';
}

const isStageGroup = (filter: WallFilter): filter is StageGroup =>
	(STAGE_GROUPS as readonly WallFilter[]).includes(filter);

type Special = Exclude<WallFilter, StageGroup>;
const PASSES: Record<Special, (one: Filtered, now: Millis) => boolean> = {
	all: () => true,
	danger: ({ need }) => need.level === 'danger',
	attention: ({ need }) => need.level === 'attention',
	unread: ({ tile }) => tile.unread > 0,
	watched: ({ tile }) => tile.watched,
	'cut-off': ({ tile }, now) => isCutOff(tile, now),
	phone: ({ tile }) => isPhoneInterrupted(tile),
	lagging: ({ tile }) => isLagging(tile)
};

export const passes = (filter: WallFilter, one: Filtered, now: Millis): boolean =>
	isStageGroup(filter) ? stageGroup(one.tile.stage) === filter : PASSES[filter](one, now);

export type FilterCounts = Readonly<Record<WallFilter, number>>;

export function countFilters(all: readonly Filtered[], now: Millis): FilterCounts {
	const counts = Object.fromEntries(FILTERS.map((filter) => [filter, 0])) as Record<
		WallFilter,
		number
	>;
	for (const one of all)
		for (const filter of FILTERS) if (passes(filter, one, now)) counts[filter]++;
	return counts;
}

/** A lot number as it is printed: three digits. */
export const lotText = (lot: number): string => String(lot).padStart(3, '0');

/** What a tile is called by: the lot number, or until it is drawn the end of the admission number. */
export function tileNumber({ lot, admission }: Pick<Tile, 'lot' | 'admission'>): string {
	return lot === null ? `…${admission.slice(-4)}` : lotText(lot);
}

/** Up to three digits are a lot number, else any part of an admission number or a name; nothing typed finds everybody. */
export function found(
	{ lot, admission, name }: Pick<Tile, 'lot' | 'admission' | 'name'>,
	typed: string
): boolean {
	const text = typed.normalize('NFKC').trim().toLowerCase();
	if (/^\d{1,3}$/.test(text))
		return (
			(lot === null ? admission.endsWith(text) : isLot(lot, text)) ||
			name.toLowerCase().includes(text)
		);
	return admission.toLowerCase().includes(text) || name.toLowerCase().includes(text);
}

const isLot = (lot: number, text: string): boolean =>
	lot === Number(text) || lotText(lot).startsWith(text);
