// In which order the tiles stand (I1): by need, and still enough to click. Worse goes up at once, better goes down only
// after it has lasted; while somebody has the grid in hand nothing moves at all. Pure.
import type { Millis } from '../shared/clock.ts';
import { TILE_GROUPS, type TileGroup } from './tile-need.ts';

/** So long something must be better before its tile goes down. */
export const CALM_AFTER_MS = 8000;

/** Where a tile belongs by its need, and since when it would belong further down. */
export interface Standing {
	readonly group: TileGroup;
	readonly better: { readonly since: Millis } | null;
}

const rank = (group: TileGroup): number => TILE_GROUPS.indexOf(group);

/** @param before null: it has just come */
export function stand(before: Standing | null, group: TileGroup, now: Millis): Standing {
	if (before === null || rank(group) < rank(before.group)) return { group, better: null };
	if (group === before.group) return before.better === null ? before : { group, better: null };
	const since = before.better?.since ?? now;
	return now - since >= CALM_AFTER_MS
		? { group, better: null }
		: before.better
			? before
			: { group: before.group, better: { since } };
}

/** By what a tile is sorted. */
export interface Sorted {
	readonly candidate: string;
	readonly group: TileGroup;
	readonly watched: boolean;
	readonly lot: number | null;
	readonly admission: string;
	/** It does not belong to what is looked for any more, and stays only as long as the grid is held. */
	readonly leaving?: boolean;
}

export function byOrder(a: Sorted, b: Sorted): number {
	return (
		rank(a.group) - rank(b.group) ||
		Number(b.watched) - Number(a.watched) ||
		(a.lot ?? Infinity) - (b.lot ?? Infinity) ||
		a.admission.localeCompare(b.admission) ||
		a.candidate.localeCompare(b.candidate)
	);
}

export interface WallOrder {
	readonly candidates: readonly string[];
	/** The group for which each stands where it does. */
	readonly placed: Readonly<Record<string, TileGroup>>;
	/** How many would stand elsewhere by now. */
	readonly waiting: number;
}

export const NO_ORDER: WallOrder = { candidates: [], placed: {}, waiting: 0 };

/** @param held somebody has the grid in hand: whoever is new comes last, and nobody moves */
export function nextOrder(shown: WallOrder, tiles: readonly Sorted[], held: boolean): WallOrder {
	const sorted = tiles.toSorted(byOrder);
	if (!held) return settled(shown, sorted);
	const there = new Set(tiles.map(({ candidate }) => candidate));
	const kept = shown.candidates.filter((candidate) => there.has(candidate));
	const known = new Set(kept);
	const added = sorted.filter(({ candidate }) => !known.has(candidate));
	const placed = { ...shown.placed };
	for (const { candidate, group } of added) placed[candidate] = group;
	const waiting = sorted.filter(
		({ candidate, group, leaving }) => leaving === true || placed[candidate] !== group
	).length;
	if (added.length === 0 && kept.length === shown.candidates.length)
		return waiting === shown.waiting ? shown : { ...shown, waiting };
	return { candidates: [...kept, ...added.map(({ candidate }) => candidate)], placed, waiting };
}

/** The same object as before when nothing has moved: then nothing is drawn. */
function settled(shown: WallOrder, sorted: readonly Sorted[]): WallOrder {
	const same =
		shown.waiting === 0 &&
		sorted.length === shown.candidates.length &&
		sorted.every(
			({ candidate, group }, at) =>
				shown.candidates[at] === candidate && shown.placed[candidate] === group
		);
	if (same) return shown;
	return {
		candidates: sorted.map(({ candidate }) => candidate),
		placed: Object.fromEntries(sorted.map(({ candidate, group }) => [candidate, group])),
		waiting: 0
	};
}
