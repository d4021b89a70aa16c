// C6: one step of a check as it happens: when its picture is taken, which of the moment's pictures it is, and when it is
// given up. It never judges who it is. Pure: readings and the time come in.
import type { FaceFault, FaceMove } from '../attempt/events.ts';
import type { Millis } from '../shared/clock.ts';
import type { FaceInstruction, FaceLine } from './face-instructions.ts';
import type { FaceStep } from './face-steps.ts';
import { FAULT_OF, gateLines, gateStep, NO_GATE, type Gate, type Lack } from './gates.ts';
import { extentOf, isAtRest, MOVES, stillness } from './movements.ts';
import type { ReadFace, Reading } from './reading.ts';

/** Each phase of a step has as long. */
export const PHASE_MS = 20_000;
export const STILL_READINGS = 5;
/** So long eyes are waited for that look shut beside what was seen of them: one wrong look would make them so for ever. */
const SHUT_READINGS = 2 * STILL_READINGS;
/** The server takes no two frames within 250 ms (nobody hears and moves faster). */
const REST_READINGS = 3;

export interface Watch {
	readonly step: FaceStep;
	/** `still`: looks ahead for a while; `rest`: back to neutral first; `move`: the movement is awaited. */
	readonly phase: 'still' | 'rest' | 'move';
	readonly since: Millis;
	readonly gate: Gate;
	/** Good readings running. */
	readonly run: number;
	/** Of the looks while the movement was awaited, those in which nothing else was lacking. */
	readonly awaited: { readonly looks: number; readonly ready: number };
	/** The least of the movement that was seen in this step. */
	readonly base: number;
	/** Of the picture that is kept; null = none is. */
	readonly best: number | null;
	/** Of the one that is kept as long as every picture of this run is one of shut eyes. */
	readonly bestShut: number | null;
	/** Since when the movement has been large enough. */
	readonly reachedAt: Millis | null;
	/** 0 to 1. */
	readonly progress: number;
	readonly instruction: FaceInstruction;
}

export interface Watched {
	readonly watch: Watch;
	/** This reading's picture is the best so far: it takes the place of what was kept. */
	readonly keep: boolean;
	/** `take`: what is kept goes to the server; a fault: given up; null: it goes on. */
	readonly end: 'take' | FaceFault | null;
}

/** @param gate of the look before: what is lacking does not have to be found anew */
export function startWatch(step: FaceStep, at: Millis, gate: Gate = NO_GATE): Watch {
	const phase = step === 'front' ? 'still' : 'rest';
	const instruction = gate.told[0] ?? (step === 'front' ? 'hold-still' : 'back-to-front');
	return {
		...{ step, phase, since: at, gate, run: 0, base: Infinity },
		awaited: { looks: 0, ready: 0 },
		...{ best: null, bestShut: null, reachedAt: null, progress: 0, instruction }
	};
}

/** @param reading null = nothing could be looked at: only time has gone by */
export function watchStep(watch: Watch, at: Millis, reading: Reading | null): Watched {
	const watched = reading ? lookedAt(watch, at, reading) : { watch, keep: false, end: null };
	if (watched.end !== null || at - watched.watch.since < PHASE_MS) return watched;
	return { watch: watched.watch, keep: false, end: faultOf(watched.watch) };
}

function lookedAt(before: Watch, at: Millis, reading: Reading): Watched {
	const watch = { ...before, gate: gateStep(before.gate, reading) };
	const [face] = reading.faces;
	if (watch.step === 'front') return still(watch, face);
	const extent = face ? extentOf(watch.step, face) : Infinity;
	const seen = { ...watch, base: Math.min(watch.base, extent) };
	return watch.phase === 'rest' ? rest(seen, at, face) : moving(seen, at, watch.step, extent);
}

function still(watch: Watch, face: ReadFace | undefined): Watched {
	if (!face || watch.gate.lacks.length > 0 || !isAtRest(face))
		return goesOn(watch, { run: 0, best: null, bestShut: null, progress: 0 }, 'hold-still');
	const run = watch.run + 1;
	const progress = Math.min(1, run / STILL_READINGS);
	const kept = stillest(watch, face);
	const { watch: next } = goesOn(watch, { run, progress, ...kept }, 'hold-still');
	const keep = kept.best !== watch.best || kept.bestShut !== watch.bestShut;
	const least = kept.best === null ? SHUT_READINGS : STILL_READINGS;
	return { watch: next, keep, end: run >= least ? 'take' : null };
}

/** After a slow blink eyes are still closed for a while: such a picture would pass for a copy of the blink's. */
function stillest({ gate, best, bestShut }: Watch, face: ReadFace) {
	const now = stillness(face);
	if (!areShut(face, gate)) return { best: Math.max(best ?? -Infinity, now), bestShut };
	return { best, bestShut: best === null ? Math.max(bestShut ?? -Infinity, now) : bestShut };
}

const areShut = ({ blink }: ReadFace, { openEyes }: Gate): boolean =>
	blink > openEyes + MOVES.blink.rise;

function rest(watch: Watch, at: Millis, face: ReadFace | undefined): Watched {
	const rests = face && watch.gate.lacks.length === 0 && isAtRest(face);
	const run = rests ? watch.run + 1 : 0;
	if (run < REST_READINGS) return goesOn(watch, { run }, 'back-to-front');
	return goesOn(watch, { phase: 'move', since: at, run: 0 }, watch.step as FaceMove);
}

function moving(before: Watch, at: Millis, step: FaceMove, extent: number): Watched {
	const ready = lacksFor(before).length === 0;
	const { awaited } = before;
	const watch = {
		...before,
		awaited: { looks: awaited.looks + 1, ready: awaited.ready + (ready ? 1 : 0) }
	};
	// what is kept must belong to a movement whose every picture was good
	if (!ready) return goesOn(watch, { best: null, reachedAt: null, progress: 0 }, step);
	const move = MOVES[step];
	const least = Math.max(move.least, watch.base + move.rise);
	const reached = extent > least;
	if (!reached && watch.best === null)
		return goesOn(watch, { progress: Math.max(0, (0.9 * extent) / least) }, step);
	const keep = reached && (watch.best === null || extent > watch.best);
	const best = keep ? extent : (watch.best ?? 0);
	const reachedAt = watch.reachedAt ?? at;
	const over =
		!reached ||
		extent >= Math.max(move.enough, least) ||
		extent < best - move.fall ||
		at - reachedAt >= move.holdMs;
	const { watch: next } = goesOn(watch, { best, reachedAt, progress: 1 }, step);
	return { watch: next, keep, end: over ? 'take' : null };
}

/** @param words unless something is lacking */
function goesOn(watch: Watch, changes: Partial<Watch>, words: FaceInstruction): Watched {
	const next = { ...watch, ...changes };
	const [lack] = next.gate.told.filter((one) => lacksFor(next, [one]).length > 0);
	// between movements a head that is still turned is asked back, not told that it is wrong
	const instruction =
		lack === 'face-the-camera' && next.phase === 'rest' ? 'back-to-front' : (lack ?? words);
	return { watch: { ...next, instruction }, keep: false, end: null };
}

/** A turn cannot be made face to face with the camera. */
const lacksFor = (
	{ step, phase, gate }: Watch,
	lacks: readonly Lack[] = gate.lacks
): readonly Lack[] =>
	phase === 'move' && (step === 'turn-left' || step === 'turn-right')
		? lacks.filter((lack) => lack !== 'face-the-camera')
		: lacks;

export const watchLines = (watch: Watch): FaceLine[] =>
	gateLines({ ...watch.gate, told: lacksFor(watch, watch.gate.told) });

/** What was lacking most of the time, not in the last moment: who looked away just then was asked for a movement all along. */
function faultOf(watch: Watch): FaceFault {
	const { phase, step, awaited, gate } = watch;
	const move = phase === 'move' && step !== 'front' ? MOVES[step] : null;
	if (move && 2 * awaited.ready > awaited.looks) return move.fault;
	const [lack] = lacksFor(watch, gate.told);
	if (lack) return FAULT_OF[lack];
	if (!gate.looked) return 'no-face';
	return move?.fault ?? 'not-frontal';
}
