import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLog, type Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { SeenPicture } from '../ports.ts';
import { createFaceEngine, type FaceEngineParts } from './face-engine.ts';
import type { FaceLane } from './face-lane.ts';

const SEEN: SeenPicture = { width: 640, height: 480, faces: 0, face: null };
const PICTURE = new Uint8Array(1);

/** A thread whose looks end when the test says so. */
function fakeLanes() {
	const under: ((result: Result<SeenPicture | null, string>) => void)[] = [];
	let ended: (why: string) => void = () => {};
	const makeLane = (told: (why: string) => void): FaceLane => {
		ended = told;
		return {
			ready: async () => ok(undefined),
			look: () => new Promise((done) => under.push(done)),
			close: async () => {
				under.splice(0).forEach((done) => done(err('closed')));
			}
		};
	};
	return {
		makeLane,
		under,
		finish: (result: SeenPicture | null = SEEN) => under.shift()?.(ok(result)),
		die(): void {
			const done = under.shift();
			ended('test');
			done?.(err('test'));
		}
	};
}

function engineOf(parts: Partial<FaceEngineParts> = {}) {
	const lanes = fakeLanes();
	const engine = createFaceEngine({ makeLane: lanes.makeLane, log: silentLog, ...parts });
	return { engine, ...lanes };
}
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('[C6] the queue before the faces', () => {
	test('one after the other, in the order they came', async () => {
		const { engine, finish, under } = engineOf();
		const answers: number[] = [];
		for (const nth of [1, 2, 3]) void engine.see(PICTURE).then(() => answers.push(nth));
		for (const nth of [1, 2, 3]) {
			await settled();
			expect([under.length, answers.length]).toEqual([1, nth - 1]);
			finish();
		}
		await settled();
		expect(answers).toEqual([1, 2, 3]);
	});

	test('what cannot be read is told as such', async () => {
		const { engine, finish } = engineOf();
		const answer = engine.see(PICTURE);
		await settled();
		finish(null);
		expect(await answer).toEqual(err('identity.picture-invalid'));
		expect(engine.health()).toEqual({ state: 'ready', waiting: 0 });
	});

	test('full: busy at once, and those who wait keep their place', async () => {
		const { engine, finish } = engineOf({ queue: 2 });
		const taken = [1, 2, 3].map(() => engine.see(PICTURE));
		expect(await engine.see(PICTURE)).toEqual(err('server.busy'));
		expect(engine.health()).toEqual({ state: 'idle', waiting: 2 });
		for (const one of taken) {
			await settled();
			finish();
			expect(await one).toEqual(ok(SEEN));
		}
	});

	test('two threads look at two, and one thread at one', async () => {
		const { engine, under } = engineOf({ threads: 2, queue: 1 });
		for (let nth = 0; nth < 3; nth++) void engine.see(PICTURE);
		expect([under.length, engine.health().waiting]).toEqual([2, 1]);
		expect(await engine.see(PICTURE)).toEqual(err('server.busy'));
	});

	test('late: who has waited too long is sent away, the look under way goes on', async () => {
		const { engine, finish } = engineOf({ patienceMs: 1000 });
		const first = engine.see(PICTURE);
		const second = engine.see(PICTURE);
		await vi.advanceTimersByTimeAsync(1001);
		expect(await second).toEqual(err('server.busy'));
		finish();
		expect(await first).toEqual(ok(SEEN));
	});

	test('a thread that dies costs its look only', async () => {
		const warned = vi.fn();
		const { engine, die, finish } = engineOf({ log: { ...silentLog, warn: warned } });
		const [first, second] = [engine.see(PICTURE), engine.see(PICTURE)];
		await settled();
		die();
		expect(await first).toEqual(err('server.busy'));
		await settled();
		finish();
		expect(await second).toEqual(ok(SEEN));
		expect(warned).toHaveBeenCalledTimes(1);
	});

	test('threads that keep dying rest, say so once, and are tried again within the minute', async () => {
		const error = vi.fn();
		const log: Log = { ...silentLog, error };
		const { engine, die, under } = engineOf({ log, mostDeaths: 2 });
		for (let nth = 0; nth < 2; nth++) {
			const one = engine.see(PICTURE);
			await settled();
			die();
			await one;
		}
		const [third, waiting] = [engine.see(PICTURE), engine.see(PICTURE)];
		await settled();
		die();
		expect(await Promise.all([third, waiting])).toEqual([err('server.busy'), err('server.busy')]);
		expect(engine.health().state).toBe('resting');
		expect(await engine.see(PICTURE)).toEqual(err('server.busy'));
		expect([error.mock.calls.length, under.length]).toEqual([1, 0]);
		await vi.advanceTimersByTimeAsync(60_001);
		void engine.see(PICTURE);
		expect([engine.health().state, under.length]).toEqual(['idle', 1]);
	});

	test('closing answers everybody, and nobody is taken any more', async () => {
		const { engine } = engineOf();
		const asked = [1, 2, 3].map(() => engine.see(PICTURE));
		await engine.close();
		expect(await Promise.all(asked)).toEqual([1, 2, 3].map(() => err('server.busy')));
		expect(await engine.see(PICTURE)).toEqual(err('server.busy'));
	});

	test('whatever happens, everybody is answered once, and no more wait than may', async () => {
		const step = fc.oneof(
			{ weight: 3, arbitrary: fc.constant('see' as const) },
			...(['finish', 'die', 'wait'] as const).map((one) => ({
				weight: 1,
				arbitrary: fc.constant(one)
			}))
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, { maxLength: 60 }),
				fc.integer({ min: 1, max: 3 }),
				async (steps, threads) => {
					const queue = 4;
					const { engine, finish, die, under } = engineOf({ threads, queue, mostDeaths: 3 });
					let [asked, answered] = [0, 0];
					for (const one of steps) {
						if (one === 'see') {
							asked += 1;
							void engine.see(PICTURE).then(() => (answered += 1));
						} else if (one === 'finish') finish();
						else if (one === 'die') die();
						else await vi.advanceTimersByTimeAsync(9000);
						await settled();
						const { waiting } = engine.health();
						expect(waiting).toBeLessThanOrEqual(queue);
						expect(under.length).toBeLessThanOrEqual(threads);
						expect(answered + waiting + under.length).toBe(asked);
						// nobody waits while a thread has nothing to do
						expect(waiting === 0 || under.length === threads).toBe(true);
					}
					await engine.close();
					await settled();
					expect(answered).toBe(asked);
				}
			),
			{ numRuns: 200 }
		);
	});
});
