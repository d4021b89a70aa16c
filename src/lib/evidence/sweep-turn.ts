// How far a phone has turned, and how long its camera has looked into each sector of the ring. Headings come in with
// noise, leaps and gaps; nothing here knows of faces, advice or when a sweep is done.
import { SWEEP_SECTORS } from './sweep-sectors.ts';
import type { Millis } from '../shared/clock.ts';

export interface Turn {
	/** The heading that is the ring's zero; null before the first one. Moves when the sensor leaps. */
	readonly zero: number | null;
	/** Where the camera looks: 0 ≤ degrees < 360 clockwise from where it began; null = not known at present. */
	readonly place: number | null;
	/** Of the last sample. */
	readonly at: Millis;
	/** Degrees per second, clockwise positive, smoothed. */
	readonly speed: number;
	/** Which way the last sample leapt: 1 clockwise, −1, or 0 = it did not. */
	readonly leapt: -1 | 0 | 1;
	/** Per sector: how long the camera was in it slowly enough (ms). */
	readonly dwellMs: readonly number[];
}

const SECTOR_DEGREES = 360 / SWEEP_SECTORS;
/** Faster than this a film is smeared and a face is looked at too seldom. */
export const MAX_DEGREES_PER_S = 45;
/** Half a second of smoothing: a degree or two of noise at 60 Hz would else look like great speed. */
const SMOOTHING_MS = 500;
/** Over a longer gap nobody knows what the camera saw: the place is believed again, the way to it is not. */
const MAX_GAP_MS = 1_500;
/**
 * What a person may do beyond going on as before: sensor noise and 300°/s² of a quick start. More within one sample is
 * the sensor that has found another north.
 */
const LEAP_DEGREES = 20;
const LEAP_DEGREES_PER_S2 = 300;
/** Pieces in which an arc is shared out among sectors. */
const PIECE_DEGREES = 4;

export const startTurn = (at: Millis): Turn => ({
	...{ zero: null, place: null, at, speed: 0, leapt: 0 },
	dwellMs: Array.from({ length: SWEEP_SECTORS }, () => 0)
});

/** Sector 0 lies about the place where it began, the others follow clockwise. */
export const sectorOf = (place: number): number =>
	Math.floor(round(place + SECTOR_DEGREES / 2) / SECTOR_DEGREES) % SWEEP_SECTORS;

/** @param heading null = not to be had, or worth nothing (the phone lies flat) */
export function turnStep(turn: Turn, at: Millis, heading: number | null): Turn {
	if (at <= turn.at && turn.zero !== null) return turn;
	if (heading === null) return { ...turn, at, place: null };
	if (turn.zero === null) return { ...turn, at, zero: heading, place: 0 };
	const between = at - turn.at;
	const told = round(heading - turn.zero);
	if (turn.place === null || between > MAX_GAP_MS) return { ...turn, at, place: told };
	return moved(turn, turn.place, { at, heading, told });
}

function moved(
	turn: Turn,
	from: number,
	{ at, heading, told }: { at: Millis; heading: number; told: number }
): Turn {
	const seconds = (at - turn.at) / 1000;
	const expected = turn.speed * seconds;
	const leapt = leapOf(shortest(told - from) - expected, seconds);
	// one leap is the sensor's: the person is taken to have gone on as before, and the ring's zero goes along.
	// A second one the same way is a person, or a swivel chair, that spins.
	const isSensor = leapt !== 0 && leapt !== turn.leapt;
	const arc = isSensor ? expected : shortest(told - from);
	const place = round(from + arc);
	const zero = isSensor ? round(heading - place) : turn.zero;
	const weight = 1 - Math.exp((-seconds * 1000) / SMOOTHING_MS);
	const speed = turn.speed + weight * (arc / seconds - turn.speed);
	const slow = Math.abs(speed) <= MAX_DEGREES_PER_S;
	const dwellMs = slow ? sharedOut(turn.dwellMs, from, arc, at - turn.at) : turn.dwellMs;
	return { zero, place, at, speed, leapt, dwellMs };
}

/** @param beyond degrees beyond going on as before, signed */
function leapOf(beyond: number, seconds: number): Turn['leapt'] {
	const possible = LEAP_DEGREES + LEAP_DEGREES_PER_S2 * seconds * seconds;
	if (Math.abs(beyond) <= possible) return 0;
	return beyond > 0 ? 1 : -1;
}

/** The time between two samples, to the sectors on the way from one to the other. */
function sharedOut(dwellMs: readonly number[], from: number, arc: number, ms: number): number[] {
	const pieces = Math.max(1, Math.ceil(Math.abs(arc) / PIECE_DEGREES));
	const shared = [...dwellMs];
	for (let piece = 0; piece < pieces; piece++) {
		const sector = sectorOf(round(from + (arc * (piece + 0.5)) / pieces));
		shared[sector] = (shared[sector] ?? 0) + ms / pieces;
	}
	return shared;
}

/** Into 0 ≤ degrees < 360. */
const round = (degrees: number): number => ((degrees % 360) + 360) % 360;
/** Into −180 ≤ degrees < 180: the shorter way round. */
const shortest = (degrees: number): number => round(degrees + 180) - 180;
