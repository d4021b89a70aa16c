// P3, 环拍: a turn of 360° as a state that samples change. With sensors a sector counts when the front camera has looked
// into it slowly enough; without, the clock leads through the ring. Numbers and reasons: docs/spec/evidence.md.
import type { EventData } from '../attempt/events.ts';
import { SWEEP_SECTORS } from './sweep-sectors.ts';
import type { Millis } from '../shared/clock.ts';
import { faceIsGone, faceShare, faceStep, NO_LOOKS, type Faces } from './sweep-faces.ts';
import { MAX_DEGREES_PER_S, sectorOf, startTurn, turnStep, type Turn } from './sweep-turn.ts';

/** Which one line stands under the ring. */
export type SweepAdvice =
	/** turn to the left (the ring goes on that way), hold it upright, slower, your face out of the picture, wait */
	'turn' | 'upright' | 'slower' | 'face' | 'hold';

/** Never changed in place: each step gives a new one. */
export interface Sweep {
	readonly way: 'sensor' | 'timed';
	readonly startedAt: Millis;
	/** Since the start. */
	readonly ms: number;
	/** Which of the 12 sectors were seen, clockwise (seen from above) from where it began. */
	readonly seen: readonly boolean[];
	/** The sector the camera looks into; null = not known. */
	readonly heading: number | null;
	readonly advice: SweepAdvice;
	/** 0 to 1; null before the first look, or where nothing looks. */
	readonly faceShare: number | null;
	/** For good: later samples change nothing. */
	readonly done: boolean;
	readonly turn: Turn;
	readonly faces: Faces;
	/** Since when the phone has not been upright. */
	readonly flatAt: Millis | null;
	/** Timed: how much of its time has gone by while the page ran. */
	readonly countedMs: number;
}

export interface SweepSample {
	/** Rises from sample to sample; any clock. */
	readonly at: Millis;
	/** Degrees as `frontCameraLook` gives them; null = not to be had. */
	readonly heading: number | null;
	/** 0 (flat) to 1 (upright). */
	readonly upright: number;
	/** What the last look found; null = nothing looks (yet). */
	readonly face: boolean | null;
}

/** Of a timed sweep in all. */
export const TIMED_SWEEP_MS = 36_000;
const TIMED_SECTOR_MS = TIMED_SWEEP_MS / SWEEP_SECTORS;
/** A page that did not run meanwhile has led nobody through the ring. */
const MAX_TIMED_STEP_MS = 1_000;
const MIN_SWEEP_MS = 10_000;
const MIN_SECTOR_MS = 400;
/** The camera looks no more than 45° up or down. */
const MIN_UPRIGHT = 0.7;
/** A short dip of the hand is not worth a word. */
const FLAT_AFTER_MS = 400;

export const startSweep = (at: Millis, way: Sweep['way'] = 'sensor'): Sweep => ({
	...{ way, startedAt: at, ms: 0, heading: null, advice: 'turn', faceShare: null, done: false },
	...{ turn: startTurn(at), faces: NO_LOOKS, flatAt: null, countedMs: 0 },
	seen: Array.from({ length: SWEEP_SECTORS }, () => false)
});

export function sweepStep(sweep: Sweep, { at, heading, upright, face }: SweepSample): Sweep {
	if (sweep.done) return sweep;
	const isUpright = heading !== null && upright >= MIN_UPRIGHT;
	const turn = turnStep(sweep.turn, at, isUpright ? heading : null);
	const next = looked(sweep, at, face);
	const seen = turn.dwellMs.map((ms) => ms >= MIN_SECTOR_MS);
	const done = seen.every(Boolean) && next.ms >= MIN_SWEEP_MS;
	const flatAt = isUpright ? null : (sweep.flatAt ?? at);
	const place = turn.place === null ? null : sectorOf(turn.place);
	const moved: Sweep = { ...next, turn, seen, done, flatAt, heading: place };
	return { ...moved, advice: adviceOf(moved, at) };
}

/** For phones that do not tell how they are held: 3 s a sector, to the left. */
export function timedSweepStep(
	sweep: Sweep,
	{ at, face }: Pick<SweepSample, 'at' | 'face'>
): Sweep {
	if (sweep.done) return sweep;
	const next = looked(sweep, at, face);
	const step = Math.min(MAX_TIMED_STEP_MS, next.ms - sweep.ms);
	const countedMs = sweep.countedMs + step;
	const sectors = Math.min(SWEEP_SECTORS, Math.floor(countedMs / TIMED_SECTOR_MS));
	const seen = sweep.seen.map((_, sector) => toTheLeft(sector) < sectors);
	const heading = toTheLeft(Math.min(SWEEP_SECTORS - 1, sectors));
	const moved: Sweep = { ...next, countedMs, seen, heading, done: sectors === SWEEP_SECTORS };
	return { ...moved, advice: adviceOf(moved, at) };
}

/** What `phone.swept` says, without the parts of film. */
export const sweepResult = ({
	way,
	seen,
	ms,
	faceShare
}: Sweep): Omit<EventData<'phone.swept'>, 'parts'> => ({
	way,
	sectors: seen.filter(Boolean).length,
	ms: Math.round(ms),
	faceShare
});

function looked(sweep: Sweep, at: Millis, face: boolean | null): Sweep {
	const faces = faceStep(sweep.faces, at, face);
	const ms = Math.max(sweep.ms, at - sweep.startedAt);
	return { ...sweep, ms, faces, faceShare: faceShare(faces) };
}

/** Sector 0, then 11, 10 … 1; its own inverse. */
const toTheLeft = (sector: number): number => (SWEEP_SECTORS - sector) % SWEEP_SECTORS;

function adviceOf({ done, seen, flatAt, turn, faces }: Sweep, at: Millis): SweepAdvice {
	if (done) return 'hold';
	if (flatAt !== null && at - flatAt >= FLAT_AFTER_MS) return 'upright';
	if (Math.abs(turn.speed) > MAX_DEGREES_PER_S) return 'slower';
	if (faceIsGone(faces, at)) return 'face';
	return seen.every(Boolean) ? 'hold' : 'turn';
}
