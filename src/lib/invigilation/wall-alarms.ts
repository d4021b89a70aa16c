// What is new on a wall since it was last looked through: dangers and messages to announce (I1, I3). Pure.
import type { Tile } from './tile.ts';
import type { TileNeed } from './tile-need.ts';

/** By candidate, what has been announced. */
export type Announced = ReadonlyMap<
	string,
	{ readonly danger: string | null; readonly unread: number }
>;

export interface Alarms {
	readonly announced: Announced;
	/** Candidates. */
	readonly dangers: readonly string[];
	readonly messages: readonly string[];
}

interface Looked {
	readonly tile: Tile;
	readonly need: TileNeed;
}

/** One danger is not another: a second incident is announced too. */
const dangerOf = ({ tile, need }: Looked): string | null =>
	need.level === 'danger' ? `${need.group} ${tile.worst?.key ?? ''}` : null;

/** @param before null: the page has just opened, and shows what there is without announcing it */
export function alarms(before: Announced | null, looked: readonly Looked[]): Alarms {
	const announced = new Map(
		looked.map((one) => [one.tile.candidate, { danger: dangerOf(one), unread: one.tile.unread }])
	);
	const isNew = ({ tile: { candidate } }: Looked, what: 'danger' | 'unread'): boolean => {
		const [was, is] = [before?.get(candidate), announced.get(candidate)];
		if (what === 'danger') return !!is?.danger && is.danger !== was?.danger;
		return (is?.unread ?? 0) > (was?.unread ?? 0);
	};
	const names = (what: 'danger' | 'unread'): string[] =>
		before ? looked.filter((one) => isNew(one, what)).map(({ tile }) => tile.candidate) : [];
	return { announced, dangers: names('danger'), messages: names('unread') };
}
