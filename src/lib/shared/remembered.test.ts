import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { remember } from './remembered.ts';

const FOR_MS = 10;
const MOST = 2;
function start() {
	const time = { now: 0 };
	const clock = { now: () => time.now };
	return { time, remembered: remember<number>({ clock, forMs: FOR_MS, most: MOST }) };
}

test('who asks while it is being asked gets the same answer, or the same failure; a failure is forgotten', async () => {
	const { remembered } = start();
	const ask = vi.fn(async () => 1);
	expect(await Promise.all([remembered.once('a', ask), remembered.once('a', ask)])).toEqual([1, 1]);
	expect(ask).toHaveBeenCalledOnce();
	const fails = vi.fn(() => Promise.reject<number>(new Error('away')));
	const both = await Promise.allSettled([remembered.once('b', fails), remembered.once('b', fails)]);
	expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(fails).toHaveBeenCalledOnce();
	expect(await remembered.once('b', ask)).toBe(1);
});

test('a failure that comes late does not forget what was asked since', async () => {
	const { time, remembered } = start();
	const first = Promise.withResolvers<number>();
	const failed = remembered.once('a', () => first.promise);
	time.now = FOR_MS;
	await remembered.once('a', async () => 2);
	first.reject(new Error('away'));
	await expect(failed).rejects.toThrow('away');
	expect(await remembered.once('a', async () => 3)).toBe(2);
});

/** By how much the clock moves, also back, before one of three asks, which fails at times. */
const asking = fc.record({
	move: fc.integer({ min: -2 * FOR_MS, max: 2 * FOR_MS }),
	key: fc.constantFrom('a', 'b', 'c'),
	fails: fc.boolean()
});

test('it is asked again when it failed, is older than so long by any clock, or others were asked since', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(asking, { maxLength: 30 }), async (all) => {
			const { time, remembered } = start();
			/** What is remembered, by the rule; the oldest first. */
			let model: { readonly key: string; readonly at: number; readonly answer: number }[] = [];
			for (const [answer, { move, key, fails }] of all.entries()) {
				time.now += move;
				const ask = async () => (fails ? Promise.reject(new Error('away')) : answer);
				const told = await remembered.once(key, ask).catch(() => null);
				const held = model.find((one) => one.key === key);
				if (held && Math.abs(time.now - held.at) < FOR_MS) expect(told).toBe(held.answer);
				else {
					expect(told).toBe(fails ? null : answer);
					const rest = model.filter((one) => one !== held);
					const kept = [...rest, { key, at: time.now, answer }].slice(-MOST);
					model = fails ? kept.filter((one) => one.key !== key) : kept;
				}
			}
		})
	);
});
