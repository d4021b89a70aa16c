// C29: from single looks at a camera's picture to what is wrong with it: black, covered, frozen, one of them at most. A look
// that is missing says nothing: not that it became bad, and not that it is good again. Pure.
import type { Millis } from '../shared/clock.ts';
import type { PictureStats } from './picture-stats.ts';

export interface PictureLook extends PictureStats {
	/** Of the picture, not of its arrival. */
	readonly at: Millis;
}

export type PictureTrouble = 'black' | 'covered' | 'frozen';

export interface PictureHealth {
	readonly trouble: { readonly what: PictureTrouble; readonly since: Millis } | null;
	readonly blind: Latch;
	readonly dark: Latch;
	readonly still: Latch;
	readonly lastAt: Millis;
}

/** Changes only when several looks in a row say so: a flicker is nothing. */
interface Latch {
	readonly on: boolean;
	/** The first look that said what it is. */
	readonly since: Millis;
	/** Looks in a row that say otherwise, and the first of them. */
	readonly against: number;
	readonly from: Millis;
}

/** Looks in a row to begin and to end; at one look a second all of it is told within 5 s. */
const BLIND = { begin: 2, end: 2 };
const DARKENED = { begin: 2, end: 2 };
/** A driver that drops frames repeats one now and then; a sensor's noise never gives the very same picture thrice. */
const STILL = { begin: 3, end: 2 };
/** Looks further apart than this are not "in a row". */
const ROW_MS = 3000;

/**
 * Nothing is to be seen. Measured on photographs of people, drawn at a fifth of their brightness: deviation 6.7 and more,
 * edge 11 and more.
 */
const FLAT_DEVIATION = 6;
/**
 * What lies close before a lens is out of focus: lit from one side, or through a finger, it has shades and no edges (2 to
 * 5 with the noise of a dark room).
 */
const SOFT = { deviation: 30, edge: 6 };
/** A covered sensor turns up its gain: what it makes of no light is not 0. Through a finger, red alone is more. */
const DARK = 24;
/** What has begun ends only well beyond its bounds. */
const MARGIN = 1.3;

const OFF: Latch = { on: false, since: -Infinity, against: 0, from: -Infinity };
export const UNSEEN: PictureHealth = {
	...{ trouble: null, blind: OFF, dark: OFF, still: OFF },
	lastAt: -Infinity
};

/** @param look one that is not later than the last is not looked at */
export function seePicture(health: PictureHealth, look: PictureLook): PictureHealth {
	const { at } = look;
	if (at <= health.lastAt) return health;
	const inRow = at - health.lastAt <= ROW_MS;
	const turned = (latch: Latch, says: boolean, looks: typeof BLIND): Latch =>
		turn(inRow ? latch : { ...latch, against: 0 }, says, at, looks);
	const blind = turned(health.blind, isBlind(look, health.blind.on), BLIND);
	const dark = turned(health.dark, isDark(look, health.dark.on), DARKENED);
	const still = turned(health.still, look.difference === 0, STILL);
	return { trouble: troubleOf(health, { blind, dark, still }, at), blind, dark, still, lastAt: at };
}

function turn(latch: Latch, says: boolean, at: Millis, looks: typeof BLIND): Latch {
	if (says === latch.on) return { ...latch, against: 0 };
	const against = latch.against + 1;
	const from = against === 1 ? at : latch.from;
	if (against < (latch.on ? looks.end : looks.begin)) return { ...latch, against, from };
	return { on: says, since: from, against: 0, from };
}

function isBlind({ deviation, edge }: PictureLook, already: boolean): boolean {
	const margin = already ? MARGIN : 1;
	const flat = deviation < FLAT_DEVIATION * margin;
	return flat || (deviation < SOFT.deviation * margin && edge < SOFT.edge * margin);
}

const isDark = ({ light }: PictureLook, already: boolean): boolean =>
	light < DARK * (already ? MARGIN : 1);

type Latches = Pick<PictureHealth, 'blind' | 'dark' | 'still'>;

function troubleOf(
	{ trouble }: PictureHealth,
	{ blind, dark, still }: Latches,
	at: Millis
): PictureHealth['trouble'] {
	const what = blindness(blind, dark) ?? (still.on ? 'frozen' : null);
	if (what === null || what === trouble?.what) return what === null ? null : trouble;
	// what takes the place of another begins where that ends
	if (trouble) return { what, since: at };
	return { what, since: what === 'frozen' ? still.since : blind.since };
}

const blindness = (blind: Latch, dark: Latch): 'black' | 'covered' | null => {
	if (!blind.on) return null;
	return dark.on ? 'black' : 'covered';
};
