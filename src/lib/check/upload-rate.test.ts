import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { measureRate, type RatePorts } from './upload-rate.ts';

const ROOM = 20_000_000;
const never = new AbortController().signal;

interface Line {
	/** Bytes per ms at this moment; 0 = nothing gets through. */
	speed(now: number): number;
	/** For a request and its answer. */
	tripMs?: number;
	/** The server's answer instead. */
	refused?: ErrorCode;
}

/** A line in time of its own: a request takes as long as its bytes, and is cut off when its time is over. */
function rig({ speed, tripMs = 20, refused }: Line) {
	const sizes: number[] = [];
	let now = 0;
	let held = 0;
	let until = Infinity;
	const ports: RatePorts = {
		now: () => now,
		pause: (ms) => Promise.resolve(void (now += ms)),
		atMost(ms) {
			until = now + ms;
			return never;
		},
		send(offset, bytes): Promise<Result<number, ErrorCode>> {
			sizes.push(bytes);
			if (refused) return Promise.resolve(err(refused));
			if (speed(now) === 0) {
				now += Math.min(1000, until - now);
				return Promise.resolve(err('server.unreachable'));
			}
			for (let left = bytes; left > 0 && now < until; now += 1) {
				const got = Math.min(left, speed(now));
				held += got;
				left -= got;
			}
			now = Math.min(until, now + tripMs);
			return Promise.resolve(held >= offset + bytes ? ok(held) : err('server.unreachable'));
		},
		held() {
			now += tripMs;
			if (speed(now) > 0) return Promise.resolve(ok(held));
			now = until;
			return Promise.resolve(err('server.unreachable'));
		}
	};
	const measured = (over = never, progress: (share: number) => void = () => {}) =>
		measureRate(ports, ROOM, progress, over);
	return { measured, sizes, now: () => now, held: () => held };
}

const valueOf = <T>(result: Result<T, ErrorCode>): T => {
	if (!result.ok) throw new Error(result.error);
	return result.value;
};

describe('upload rate', () => {
	for (const kbps of [100, 500, 2000, 20_000])
		test(`[C4] a line of ${kbps} kbit/s is measured within a sixth, for at least 5 s`, async () => {
			const line = rig({ speed: () => kbps / 8 });
			const rate = valueOf(await line.measured());
			expect(rate.kbps).toBeGreaterThan((kbps * 5) / 6);
			expect(rate.kbps).toBeLessThanOrEqual(kbps);
			expect(rate.ms).toBeGreaterThanOrEqual(5000);
			expect(line.now()).toBeLessThan(10_500);
		});

	test('[C4] a very fast line takes no more than it may, over the whole time, and its pauses do not count', async () => {
		const line = rig({ speed: () => 100_000, tripMs: 2 });
		const rate = valueOf(await line.measured());
		expect(line.held()).toBeLessThanOrEqual(ROOM);
		expect(rate.ms).toBeGreaterThanOrEqual(5000);
		expect(rate.kbps).toBeGreaterThan(400_000);
	});

	test('[C4] the requests grow with the line, and stay small on a slow one', async () => {
		const fast = rig({ speed: () => 2500 });
		await fast.measured();
		expect(Math.max(...fast.sizes)).toBe(1_000_000);
		const slow = rig({ speed: () => 12.5 });
		await slow.measured();
		expect(Math.max(...slow.sizes)).toBe(8192);
	});

	test('[C4] slower still, all that came counts, also of a request that broke off', async () => {
		const line = rig({ speed: () => 1 });
		const rate = valueOf(await line.measured());
		expect(rate.bytes).toBeGreaterThan(0);
		expect(rate.kbps).toBeLessThanOrEqual(8);
		expect(rate.ms).toBeGreaterThanOrEqual(5000);
	});

	test('[C4] a network that is away for two seconds makes the line slower, and no error', async () => {
		const line = rig({ speed: (now) => (now > 3000 && now < 5000 ? 0 : 250) });
		const { kbps } = valueOf(await line.measured());
		expect(kbps).toBeGreaterThan(800);
		expect(kbps).toBeLessThan(1700);
	});

	test('[C4] a dead line, from the beginning or from the middle on, is an error with words', async () => {
		const dead = rig({ speed: () => 0 });
		expect(await dead.measured()).toEqual(err('check.unreachable'));
		expect(dead.now()).toBeLessThan(15_000);
		for (const from of [3000, 6000]) {
			const dying = rig({ speed: (now) => (now > from ? 0 : 250) });
			expect(await dying.measured()).toEqual(err('check.unreachable'));
		}
	});

	test('[C4] what the server refuses for good ends it at once', async () => {
		const line = rig({ speed: () => 250, refused: 'token.invalid' });
		expect(await line.measured()).toEqual(err('token.invalid'));
		expect(line.sizes).toHaveLength(1);
	});

	test('[C4] stopped by the candidate it ends early', async () => {
		const over = new AbortController();
		const line = rig({ speed: () => 250 });
		const stopped = line.measured(over.signal, (share) => share > 0.3 && over.abort());
		expect(await stopped).toEqual(err('check.stopped'));
		expect(line.now()).toBeLessThan(4000);
	});

	test('[C4] progress never goes back', async () => {
		const seen: number[] = [];
		await rig({ speed: () => 250 }).measured(never, (share) => seen.push(share));
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
		expect(seen.at(-1)).toBeLessThanOrEqual(1);
	});
});
