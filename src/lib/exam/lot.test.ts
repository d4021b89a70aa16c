import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256OfText } from '../shared/digest.ts';
import { compare, drawOrder, leafOf, normalPublicValue } from './lot.ts';
import { lotVerifyPath, receiptInFragment } from './lot-view.ts';
import { checkLot, leafOfReceipt, type PublishedLot } from './published-lot.ts';
import { VECTOR, VECTOR_PEOPLE } from './testing/lot-vector.ts';

const RIGHT = { roster: 'right', seed: 'right', value: 'right', order: 'right' } as const;
/** Seeds 0, 1, 2 …, spread by a hash: the same at every run. */
const seedOf = (n: number): Uint8Array => Uint8Array.fromHex(sha256OfText(`seed ${String(n)}`));
const leavesOf = (count: number): string[] =>
	Array.from({ length: count }, (_, n) =>
		leafOf(sha256OfText(`salt ${String(n)}`), `attempt ${String(n)}`)
	);

describe('[C12] the vector of another program', () => {
	test('leaves, commitments, order and digest are the same', () => {
		expect(checkLot(VECTOR)).toMatchObject(RIGHT);
		for (const { leaf, number, ...receipt } of VECTOR_PEOPLE) {
			expect(leafOfReceipt(receipt)).toBe(leaf);
			expect(checkLot(VECTOR).draws?.indexOf(leaf)).toBe(number - 1);
		}
	});

	test('before the seed is shown, what can be checked is checked', () => {
		const check = checkLot({ ...VECTOR, seed: null });
		expect(check).toEqual({ ...RIGHT, seed: 'missing', order: 'missing', draws: null });
		const none = { publicValue: null, publicValueAt: null, drawDigest: null, seed: null };
		expect(checkLot({ ...VECTOR, ...none })).toMatchObject({ roster: 'right', value: 'missing' });
	});
});

describe('[C12] tampering is noticed', () => {
	const another = 'f'.repeat(64);
	const tampered: Record<keyof PublishedLot, Partial<Record<keyof PublishedLot, unknown>>> = {
		format: { format: 'duimian-lot/2' },
		room: { room: VECTOR.room.replace('aa', 'ab') },
		leaves: { leaves: [...VECTOR.leaves.slice(0, -1), another] },
		frozenAt: { frozenAt: VECTOR.frozenAt - 1 },
		seedCommitment: { seedCommitment: another },
		commitment: { commitment: another },
		publicValue: { publicValue: `${VECTOR.publicValue ?? ''}8` },
		publicValueAt: { publicValueAt: (VECTOR.publicValueAt ?? 0) + 1 },
		drawDigest: { drawDigest: another },
		seed: { seed: another }
	};
	const further = {
		'a leaf less': { leaves: VECTOR.leaves.slice(1) },
		'a leaf twice': { leaves: [...VECTOR.leaves, VECTOR.leaves.at(-1)] },
		'leaves in another order': { leaves: VECTOR.leaves.toReversed() },
		'a value before the commitment': { publicValueAt: VECTOR.frozenAt - 1 },
		'a value without its digest': { drawDigest: null },
		'a digest without its value': { publicValue: null, publicValueAt: null },
		'a seed that is none': { seed: 'zz' },
		'a time that is none': { frozenAt: -1 }
	};

	test.each([...Object.entries(tampered), ...Object.entries(further)])('%s', (_what, change) => {
		const check = checkLot({ ...VECTOR, ...change } as PublishedLot);
		const { draws, ...findings } = check;
		expect(draws).toBeNull();
		expect(Object.values(findings)).toContain('wrong');
	});
});

/** Chi-squared of counts that should all be equal. */
function chiSquared(counts: readonly number[]): number {
	const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
	return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

type Draw = (leaves: readonly string[], seed: Uint8Array, value: string) => string[];

/** How often each of the 24 orders of four leaves comes, over many seeds. */
function ordersOfFour(draw: Draw, draws: number): number[] {
	const leaves = leavesOf(4);
	const counts = new Map<string, number>();
	for (let n = 0; n < draws; n++) {
		const order = draw(leaves, seedOf(n), 'the same value').join();
		counts.set(order, (counts.get(order) ?? 0) + 1);
	}
	return Array.from({ length: 24 }, (_, index) => [...counts.values()][index] ?? 0);
}

describe('[C12] every order is as likely as every other', () => {
	const DRAWS = 6000;
	/** 99.9th percentile of chi-squared with 23 degrees of freedom. */
	const LIMIT_23 = 49.73;
	/** … and with 9. */
	const LIMIT_9 = 27.88;

	test('all 24 orders of four, over 6,000 seeds', () => {
		expect(chiSquared(ordersOfFour(drawOrder, DRAWS))).toBeLessThan(LIMIT_23);
	});

	test('the same over 6,000 public values and one seed', () => {
		const byValue: Draw = (leaves, seed) => drawOrder(leaves, seedOf(1), seed.toHex());
		expect(chiSquared(ordersOfFour(byValue, DRAWS))).toBeLessThan(LIMIT_23);
	});

	test('each of ten leaves has each number, over 2,000 seeds', () => {
		const leaves = leavesOf(10);
		const counts = leaves.map(() => leaves.map(() => 0));
		for (let n = 0; n < 2000; n++)
			drawOrder(leaves, seedOf(n), 'value').forEach((leaf, place) => {
				const row = counts[leaves.indexOf(leaf)] ?? [];
				row[place] = (row[place] ?? 0) + 1;
			});
		for (const row of counts) expect(chiSquared(row)).toBeLessThan(LIMIT_9);
	});

	test('a biased order is found by the same measure', () => {
		// only three bits of the key decide, ties fall to the smaller leaf
		const biased: Draw = (leaves, seed, value) => {
			const keys = new Map(leaves.map((leaf) => [leaf, keyByte(leaf, seed, value) % 8]));
			return [...leaves].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || compare(a, b));
		};
		expect(chiSquared(ordersOfFour(biased, DRAWS))).toBeGreaterThan(2 * LIMIT_23);
	});
});

const keyByte = (leaf: string, seed: Uint8Array, value: string): number =>
	parseInt(sha256OfText(`${leaf}${seed.toHex()}${value}`).slice(0, 2), 16);

test('[C12] the order holds every leaf once, whatever the seed, the value and the order they came in', () => {
	const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 40 }), seeds, fc.string(), (count, seed, value) => {
			const leaves = leavesOf(count);
			const order = drawOrder(leaves, seed, value);
			expect(order.toSorted()).toEqual(leaves.toSorted());
			expect(drawOrder(leaves.toReversed(), seed, value)).toEqual(order);
		}),
		{ numRuns: 50 }
	);
});

test('[C12] a public value has one spelling, and can be read out', () => {
	expect(normalPublicValue('  4 0 7 ')).toBe('4 0 7');
	expect(normalPublicValue('e\u0301')).toBe('\u00e9');
	for (const wrong of ['', '   ', 'a\nb', 'a\0b', '\ud800', 'x'.repeat(201)])
		expect(normalPublicValue(wrong)).toBeNull();
});

test('[C12] a receipt travels in the fragment, and only a receipt becomes a leaf', () => {
	const [{ salt, attempt, leaf }] = VECTOR_PEOPLE;
	const path = lotVerifyPath(VECTOR.room, { salt, attempt });
	const url = new URL(path, 'https://exam.example');
	expect(url.pathname + url.search).toBe(`/verify/lot/${VECTOR.room}`);
	expect(receiptInFragment(url.hash)).toEqual({ salt, attempt });
	expect(receiptInFragment('')).toBeNull();
	expect(leafOfReceipt({ salt: ` ${salt.toUpperCase()} `, attempt })).toBe(leaf);
	expect(leafOfReceipt({ salt: salt.slice(1), attempt })).toBeNull();
	expect(leafOfReceipt({ salt, attempt: 'me' })).toBeNull();
});
