// What a camera sees of a person, and a watch that looks at a script of it.
import { createPresence, type Presence } from '../presence.ts';
import type { PresenceSignal } from '../presence-signal.ts';
import type { ReadFace } from '../reading.ts';
import { faceOf, readingOf } from './readings.ts';

export type Scene = 'quiet' | 'empty' | 'two' | 'away' | 'down' | 'glance';
export const FACES: Readonly<Record<Scene, readonly ReadFace[]>> = {
	quiet: [faceOf()],
	empty: [],
	two: [faceOf(), faceOf()],
	away: [faceOf({ yawDeg: -44 })],
	down: [faceOf({ pitchDeg: -40 })],
	glance: [faceOf({ yawDeg: 22, pitchDeg: -8 })]
};

export const presenceOf = (): Presence => {
	let signals = 0;
	return createPresence(() => `s${++signals}`);
};

/** @param everyMs of the looks @param script scenes with the second at which each begins, and the end */
export function watched(
	script: readonly (readonly [Scene, number])[],
	end: number,
	everyMs = 1000,
	presence = presenceOf()
): { at: number; signal: PresenceSignal }[] {
	const told: { at: number; signal: PresenceSignal }[] = [];
	let at = 0;
	while (at < end * 1000) {
		const [scene] = script.findLast(([, second]) => second * 1000 <= at) ?? ['quiet'];
		for (const signal of presence.see(readingOf(at, FACES[scene])).told) told.push({ at, signal });
		const due = presence.dueAt() ?? Infinity;
		const next = at - (at % everyMs) + everyMs;
		at = due > at ? Math.min(next, due) : next;
	}
	for (const signal of presence.end()) told.push({ at, signal });
	return told;
}
