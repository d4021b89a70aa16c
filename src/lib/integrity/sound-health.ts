// C29: from single readings of a microphone to whether it is heard, silent or dead. Silent is quieter than a room is; dead is
// nothing at all, which even a gated microphone in a silent room is not. A reading that is missing says nothing. Pure.
import type { Millis } from '../shared/clock.ts';

export interface SoundReading {
	readonly at: Millis;
	/** 0 to 1, as the bar shows it (level-meter.ts). */
	readonly level: number;
	/** Not a sample of anything, or the system has muted it. */
	readonly zero: boolean;
}

export interface SoundHealth {
	/** What was not listened to is left out: since then it was quiet for as long as it was listened to. */
	readonly quietSince: Millis;
	/** Since when every reading was zero; null = the last was not. */
	readonly zeroSince: Millis | null;
	readonly dead: boolean;
	readonly lastAt: Millis;
}

export interface Sound {
	readonly state: 'heard' | 'silent' | 'dead';
	readonly since: Millis;
}

/** Quieter than this (−59 dBFS) is no person who is silent: rooms have noise. */
const HEARD_LEVEL = 0.02;
/** A Bluetooth microphone that wakes up gives zeros for a second or two. */
const DEAD_AFTER_MS = 3000;
/** For the candidate's page; from when on it is an incident is the policy's. */
const SILENT_AFTER_MS = 5000;
/** Readings further apart than this (a hidden page) do not tell what was between them. */
const ROW_MS = 2500;

/** @param health null = the first of this microphone */
export function hear(health: SoundHealth | null, { at, level, zero }: SoundReading): SoundHealth {
	if (!health || at < health.lastAt)
		return { quietSince: at, zeroSince: zero ? at : null, dead: false, lastAt: at };
	const gap = at - health.lastAt > ROW_MS ? at - health.lastAt : 0;
	const zeroSince = zero ? zeroFrom(health, at, gap > 0) : null;
	const dead = zeroSince !== null && (health.dead || at - zeroSince >= DEAD_AFTER_MS);
	// alive again: how long it was silent is counted anew
	const alive = level > HEARD_LEVEL || (health.dead && !dead);
	return { quietSince: alive ? at : health.quietSince + gap, zeroSince, dead, lastAt: at };
}

const zeroFrom = ({ zeroSince, dead }: SoundHealth, at: Millis, missed: boolean): Millis =>
	zeroSince === null || (missed && !dead) ? at : zeroSince;

export function soundOf({ quietSince, zeroSince, dead, lastAt }: SoundHealth): Sound {
	if (dead && zeroSince !== null) return { state: 'dead', since: zeroSince };
	const silent = lastAt - quietSince > SILENT_AFTER_MS;
	return { state: silent ? 'silent' : 'heard', since: quietSince };
}
