import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TILE_GROUPS, type TileGroup } from './tile-need.ts';
import {
	CALM_AFTER_MS,
	nextOrder,
	NO_ORDER,
	stand,
	type Sorted,
	type Standing
} from './wall-order.ts';

const group = fc.constantFrom(...TILE_GROUPS);
const rank = (of: TileGroup): number => TILE_GROUPS.indexOf(of);
const sorted = (candidate: string, more: Partial<Sorted> = {}): Sorted => ({
	...{ candidate, group: 'calm', watched: false, lot: null, admission: candidate },
	...more
});
const tiles = fc.uniqueArray(
	fc.record({
		candidate: fc.constantFrom(...'abcdefghij'),
		group,
		watched: fc.boolean(),
		lot: fc.option(fc.nat(5)),
		admission: fc.constantFrom('1', '2', '3')
	}),
	{ selector: ({ candidate }) => candidate }
);

test('[I1] worse goes up at once', () => {
	fc.assert(
		fc.property(group, group, fc.nat(), (was, is, now) => {
			fc.pre(rank(is) < rank(was));
			expect(stand({ group: was, better: { since: 0 } }, is, now).group).toBe(is);
		})
	);
});

test('[I1] better goes down only after it has lasted: what flickers stands still', () => {
	const flicker = fc.array(fc.tuple(group, fc.integer({ min: 1, max: CALM_AFTER_MS - 1 })));
	fc.assert(
		fc.property(group, flicker, (worst, steps) => {
			let [standing, now]: [Standing, number] = [stand(null, worst, 0), 0];
			for (const [between, ms] of steps) {
				fc.pre(rank(between) >= rank(worst));
				standing = stand(standing, between, now);
				now += ms;
				standing = stand(standing, worst, now);
				expect(standing).toEqual({ group: worst, better: null });
			}
		})
	);
});

test('[I1] in the end a tile stands where its need belongs', () => {
	fc.assert(
		fc.property(fc.array(group), group, (before, last) => {
			let standing: Standing | null = null;
			before.forEach((each, at) => void (standing = stand(standing, each, at)));
			const from = before.length;
			standing = stand(standing, last, from);
			expect(stand(standing, last, from + CALM_AFTER_MS).group).toBe(last);
		})
	);
});

test('[I1] while somebody has the grid in hand nobody moves; whoever is new comes last', () => {
	fc.assert(
		fc.property(tiles, tiles, (before, after) => {
			const shown = nextOrder(NO_ORDER, before, false);
			const held = nextOrder(shown, after, true);
			const ids = after.map(({ candidate }) => candidate);
			const stayed = shown.candidates.filter((one) => ids.includes(one));
			expect(held.candidates.slice(0, stayed.length)).toEqual(stayed);
			expect([...held.candidates].sort()).toEqual([...ids].sort());
			const let_go = nextOrder(held, after, false);
			expect(let_go.candidates).toEqual(nextOrder(NO_ORDER, after, false).candidates);
			expect(let_go.waiting).toBe(0);
		})
	);
});

test('[I1] it says how many would stand elsewhere, and the same order is the same object', () => {
	const calm = [sorted('a'), sorted('b'), sorted('c')];
	const shown = nextOrder(NO_ORDER, calm, false);
	expect(nextOrder(shown, calm, false)).toBe(shown);
	expect(nextOrder(shown, calm, true)).toBe(shown);
	const worse = [sorted('a'), sorted('b'), sorted('c', { group: 'serious' })];
	const held = nextOrder(shown, worse, true);
	expect([held.candidates, held.waiting]).toEqual([['a', 'b', 'c'], 1]);
	expect(nextOrder(held, worse, false).candidates).toEqual(['c', 'a', 'b']);
});

test('[I1] by need, then who is watched closely, then the lot number, then the admission number', () => {
	const order = nextOrder(
		NO_ORDER,
		[
			sorted('d', { lot: null, admission: '1' }),
			sorted('c', { lot: 12 }),
			sorted('b', { lot: 3 }),
			sorted('w', { lot: 40, watched: true }),
			sorted('x', { group: 'waits', lot: 99 })
		],
		false
	);
	expect(order.candidates).toEqual(['x', 'w', 'b', 'c', 'd']);
});
