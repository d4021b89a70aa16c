import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	CALM_FOR_MS,
	CALM_LAG_MS,
	govern,
	LIVE_LEVELS,
	LOW_LAG_MS,
	NONE_LAG_MS,
	openUplink,
	STANDS_MS,
	type Flow,
	type Uplink
} from './uplink-governor.ts';

const SECOND = 1000;
const START = 1_800_000_000_000;
const rank = ({ level }: Uplink): number => LIVE_LEVELS.indexOf(level);

/** Film grows by a second each second; the server is `lags[n]` ms behind in the n-th. */
function after(lags: readonly number[]): Uplink[] {
	let uplink = openUplink(0);
	return lags.map((lag, second) => {
		const savedTo = START + second * SECOND;
		uplink = govern(uplink, [{ savedTo, safeTo: savedTo - lag }], second * SECOND);
		return uplink;
	});
}
const seconds = (count: number, lag: number): number[] => Array.from({ length: count }, () => lag);
const levelAfter = (...lags: number[][]) => after(lags.flat()).at(-1)?.level;

describe('[I2] the uplink', () => {
	test('an every-day lag leaves all of it', () => {
		expect(levelAfter(seconds(60, 8000))).toBe('full');
	});

	test('sinks at once, ends at once', () => {
		expect(levelAfter(seconds(3, 5000), [LOW_LAG_MS + 1])).toBe('low');
		expect(levelAfter(seconds(3, 5000), [NONE_LAG_MS + 1])).toBe('none');
	});

	test('comes back one step at a time, each after it was calm for a while', () => {
		const calm = CALM_FOR_MS / SECOND;
		const bad = [NONE_LAG_MS + 1];
		expect(levelAfter(bad, seconds(calm, 3000))).toBe('none');
		expect(levelAfter(bad, seconds(calm + 1, 3000))).toBe('low');
		expect(levelAfter(bad, seconds(2 * calm, 3000))).toBe('low');
		expect(levelAfter(bad, seconds(2 * calm + 1, 3000))).toBe('full');
		expect(levelAfter(bad, seconds(calm, 3000), [CALM_LAG_MS + 1], seconds(calm, 3000))).toBe(
			'none'
		);
	});

	test('uploads that stand end it before the lag does', () => {
		let uplink = openUplink(0);
		const levels: string[] = [];
		for (let second = 0; second <= 20; second++) {
			const savedTo = START + second * SECOND;
			uplink = govern(uplink, [{ savedTo, safeTo: START }], second * SECOND);
			levels.push(uplink.level);
		}
		expect(levels[STANDS_MS / SECOND]).toBe('full');
		expect(levels[STANDS_MS / SECOND + 1]).toBe('none');
	});

	test('film of which nothing is safe yet counts from its beginning', () => {
		let uplink = openUplink(0);
		for (let second = 0; second <= 40; second++)
			uplink = govern(
				uplink,
				[{ savedTo: START + second * SECOND, safeTo: null }],
				second * SECOND
			);
		expect(uplink.level).toBe('none');
	});

	test('the track that is furthest behind decides; what is not recorded does not', () => {
		const now = { savedTo: START, safeTo: START };
		const behind = { savedTo: START, safeTo: START - NONE_LAG_MS - 1 };
		expect(govern(openUplink(0), [now, behind], 0).level).toBe('none');
		expect(govern(openUplink(0), [now, { savedTo: null, safeTo: null }], 0).level).toBe('full');
		expect(govern(openUplink(0), [], 0).level).toBe('full');
	});

	const flow = fc.record({
		savedTo: fc.option(fc.integer({ min: 0, max: 100_000 })),
		safeTo: fc.option(fc.integer({ min: 0, max: 100_000 }))
	}) as fc.Arbitrary<Flow>;
	const looks = fc.array(
		fc.record({ flows: fc.array(flow, { maxLength: 2 }), waited: fc.nat(20_000) }),
		{ maxLength: 40 }
	);

	test('whatever comes: never live far behind, never up two steps, never up before its time', () => {
		fc.assert(
			fc.property(looks, (all) => {
				let [uplink, now] = [openUplink(0), 0];
				let roseOrSankAt = -Infinity;
				for (const { flows, waited } of all) {
					now += waited;
					const next = govern(uplink, flows, now);
					const lag = Math.max(
						0,
						...flows.map(({ savedTo, safeTo }) =>
							savedTo === null || safeTo === null ? 0 : savedTo - safeTo
						)
					);
					if (lag > NONE_LAG_MS) expect(next.level).toBe('none');
					if (lag > LOW_LAG_MS) expect(next.level).not.toBe('full');
					const step = rank(next) - rank(uplink);
					expect(step).toBeLessThanOrEqual(1);
					if (step > 0) {
						expect(lag).toBeLessThanOrEqual(CALM_LAG_MS);
						expect(now - roseOrSankAt).toBeGreaterThanOrEqual(CALM_FOR_MS);
					}
					if (step !== 0) roseOrSankAt = now;
					uplink = next;
				}
			})
		);
	});

	test('whatever was: a lag that stays small brings all of it back', () => {
		fc.assert(
			fc.property(looks, (all) => {
				let [uplink, now] = [openUplink(0), 0];
				for (const { flows, waited } of all) uplink = govern(uplink, flows, (now += waited));
				for (let n = 0; n <= (2 * CALM_FOR_MS) / SECOND + 1; n++) {
					now += SECOND;
					uplink = govern(uplink, [{ savedTo: START + now, safeTo: START + now - 4000 }], now);
				}
				expect(uplink.level).toBe('full');
			})
		);
	});
});
