import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hear, soundOf, type Sound, type SoundHealth, type SoundReading } from './sound-health.ts';

const T = 1_000_000;
const TICK = 200;
const VOICE = { level: 0.5, zero: false };
/** A room, and a microphone whose noise suppression lets nearly nothing through. */
const ROOM = { level: 0.1, zero: false };
const GATED = { level: 0, zero: false };
const ZERO = { level: 0, zero: true };
type Heard = Omit<SoundReading, 'at'>;

/** Five readings a second. */
function hearFor(seconds: number, heard: Heard, before: SoundHealth | null = null): SoundHealth {
	let health = before;
	const from = (before?.lastAt ?? T - TICK) + TICK;
	for (let at = from; at < from + seconds * 1000; at += TICK)
		health = hear(health, { ...heard, at });
	if (!health) throw new Error('nothing was heard');
	return health;
}
const after = (...heard: readonly (readonly [number, Heard])[]): Sound => {
	let health: SoundHealth | null = null;
	for (const [seconds, one] of heard) health = hearFor(seconds, one, health);
	if (!health) throw new Error('nothing was heard');
	return soundOf(health);
};

describe('[C29] a microphone', () => {
	test('that a person or a room is heard through is neither silent nor dead', () => {
		for (const one of [VOICE, ROOM]) expect(after([60, one]).state).toBe('heard');
	});

	test('that gives exact zeros is dead after 3 s, from the first of them, told within 5 s', () => {
		expect(after([10, VOICE], [3, ZERO]).state).toBe('heard');
		expect(after([10, VOICE], [3.4, ZERO])).toEqual({ state: 'dead', since: T + 10_000 });
		expect(after([10, VOICE], [600, ZERO])).toEqual({ state: 'dead', since: T + 10_000 });
	});

	test('whose noise suppression lets nothing through is silent, however long, and not dead', () => {
		expect(after([2, VOICE], [5, GATED]).state).toBe('heard');
		expect(after([2, VOICE], [6, GATED])).toEqual({ state: 'silent', since: T + 1800 });
		expect(after([2, VOICE], [600, GATED])).toEqual({ state: 'silent', since: T + 1800 });
	});

	test('is alive again with the first sample, and heard with the first sound', () => {
		expect(after([2, VOICE], [9, ZERO], [0.2, GATED]).state).toBe('heard');
		// silent is counted from there on, not from before it was dead
		expect(after([2, VOICE], [9, ZERO], [6, GATED])).toEqual({
			state: 'silent',
			since: T + 11_000
		});
		expect(after([2, VOICE], [9, GATED], [0.2, VOICE]).state).toBe('heard');
	});

	test('that stutters is not dead', () => {
		const stutter = Array.from(
			{ length: 20 },
			() =>
				[
					[2.8, ZERO],
					[0.2, GATED]
				] as const
		).flat();
		expect(after([2, VOICE], ...stutter).state).toBe('silent');
	});

	test('what nobody listened to says nothing', () => {
		const once = hearFor(1, ZERO);
		// a hidden page: once a minute
		let health = once;
		for (let minute = 1; minute < 5; minute++)
			health = hear(health, { ...ZERO, at: once.lastAt + minute * 60_000 });
		expect(soundOf(health).state).toBe('heard');
		const dead = hearFor(4, ZERO);
		expect(soundOf(hear(dead, { ...ZERO, at: dead.lastAt + 60_000 }))).toEqual(soundOf(dead));
		const silent = hearFor(9, GATED);
		expect(soundOf(hear(silent, { ...GATED, at: silent.lastAt + 60_000 })).state).toBe('silent');
	});
});

describe('[C29] whatever was heard before', () => {
	const anyHeard = fc.constantFrom(VOICE, ROOM, GATED, ZERO);
	const anyPast = fc
		.array(fc.tuple(fc.integer({ min: -500, max: 70_000 }), anyHeard), { maxLength: 40 })
		.map((steps) => {
			let [health, at] = [null as SoundHealth | null, T];
			for (const [step, heard] of steps) health = hear(health, { ...heard, at: (at += step) });
			return health;
		});

	test('zeros are dead, a whisper that is gated is silent, a sound is heard', () => {
		fc.assert(
			fc.property(anyPast, (past) => {
				expect(soundOf(hearFor(4, ZERO, past)).state).toBe('dead');
				expect(soundOf(hearFor(6, GATED, past)).state).toBe('silent');
				expect(soundOf(hearFor(0.2, VOICE, past)).state).toBe('heard');
			})
		);
	});

	test('nothing began after it was heard, and nothing dead began before its last sample', () => {
		fc.assert(
			fc.property(anyPast, fc.integer({ min: 1, max: 9000 }), anyHeard, (past, step, heard) => {
				if (!past) return;
				const next = hear(past, { ...heard, at: past.lastAt + step });
				const { state, since } = soundOf(next);
				expect(since).toBeLessThanOrEqual(next.lastAt);
				if (state === 'dead') expect(heard.zero).toBe(true);
				if (!past.dead && soundOf(past).state === 'heard' && state === 'dead')
					expect(next.lastAt - since).toBeGreaterThanOrEqual(3000);
			})
		);
	});
});
