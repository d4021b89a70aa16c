// A computer with a clock that is set, a lid that is closed, and a server that is asked now and then.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClockJumps } from './clock-jumps.ts';

const SECOND = 1000;
const MINUTE = 60_000;
const SERVER_AT = 1_000_000_000;

/** @param runs whether the monotonic clock goes on while the computer sleeps (Windows) */
function computer(runs = false) {
	const jumps = createClockJumps();
	let [server, monotonic, ahead] = [SERVER_AT, 5000, 90_000];
	let offset: { offsetMs: number } | null = null;
	const told: number[] = [];
	const passes = (ms: number): void => void ([server, monotonic] = [server + ms, monotonic + ms]);
	const look = (): void => {
		const now = monotonic + (offset?.offsetMs ?? 0);
		const at = jumps.see({ wall: server + ahead, monotonic, offset, now });
		if (at !== null) told.push(at);
	};
	const self = {
		told,
		now: () => server,
		look,
		set: (byMs: number) => void (ahead += byMs),
		/** The server answers. @param late what it says is as old as that */
		answer: (late = 0) => void (offset = { offsetMs: server - late - monotonic }),
		run(ms: number) {
			for (let left = ms; left > 0; left -= SECOND) {
				passes(SECOND);
				look();
			}
		},
		online(ms: number) {
			for (let left = ms; left > 0; left -= 5 * SECOND) {
				self.run(5 * SECOND);
				self.answer();
			}
		},
		sleep(ms: number) {
			server += ms;
			if (runs) monotonic += ms;
		}
	};
	self.answer();
	look();
	return self;
}

describe('[C32] the clock was set', () => {
	test('forward: once the server has answered twice, from when it was seen', () => {
		const one = computer();
		one.online(MINUTE);
		const at = one.now();
		one.set(10 * MINUTE);
		one.run(SECOND);
		expect(one.told).toEqual([]);
		one.online(20 * SECOND);
		expect(one.told).toEqual([at + SECOND]);
	});

	test('back: at once, also without a network', () => {
		const one = computer();
		one.set(-MINUTE);
		one.run(30 * SECOND);
		expect(one.told).toEqual([SERVER_AT + SECOND]);
	});

	test('while the computer slept: what the sleep does not account for', () => {
		const one = computer();
		one.sleep(30 * MINUTE);
		one.set(2 * MINUTE);
		one.online(30 * SECOND);
		expect(one.told).toHaveLength(1);
	});

	test('forward and on again before the server answers: one', () => {
		const one = computer();
		for (const by of [MINUTE, MINUTE]) {
			one.set(by);
			one.run(3 * SECOND);
		}
		one.online(30 * SECOND);
		expect(one.told).toHaveLength(1);
	});
});

describe('[C32] it was not', () => {
	test.each([false, true])('a sleep (the monotonic clock goes on: %s)', (runs) => {
		const one = computer(runs);
		one.online(MINUTE);
		one.sleep(3 * 60 * MINUTE);
		one.online(MINUTE);
		expect(one.told).toEqual([]);
	});

	test('a sleep with an answer on its way, and one before the page had looked', () => {
		const one = computer();
		one.sleep(20 * MINUTE);
		one.run(SECOND);
		one.answer(20 * MINUTE);
		one.run(2 * SECOND);
		one.online(30 * SECOND);
		one.sleep(20 * MINUTE);
		one.answer();
		one.online(30 * SECOND);
		expect(one.told).toEqual([]);
	});

	test('a clock that is wrong all the time, or is drawn to the right time slowly', () => {
		const one = computer();
		for (let step = 0; step < 60; step++) {
			one.set(400);
			one.online(5 * SECOND);
		}
		expect(one.told).toEqual([]);
	});

	test('forward without a network: nobody can tell it from a sleep yet', () => {
		const one = computer();
		one.set(MINUTE);
		one.run(10 * MINUTE);
		expect(one.told).toEqual([]);
	});
});

test('[C32] sleeps alone never tell anything, however answers fall', () => {
	const step = fc.oneof(
		fc.record({ run: fc.integer({ min: 1, max: 20 }) }),
		fc.record({ sleep: fc.integer({ min: 1, max: 7200 }) }),
		fc.constant({ answer: true })
	);
	fc.assert(
		fc.property(fc.boolean(), fc.array(step, { maxLength: 40 }), (runs, steps) => {
			const one = computer(runs);
			for (const each of steps) {
				if ('run' in each) one.run(each.run * SECOND);
				else if ('sleep' in each) one.sleep(each.sleep * SECOND);
				else one.answer();
			}
			one.online(MINUTE);
			expect(one.told).toEqual([]);
		})
	);
});
