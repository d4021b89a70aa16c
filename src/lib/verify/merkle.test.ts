import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../attempt/testing/events.ts';
import { merklePath, merkleRoot, rootOnPath } from './merkle.ts';

const heads = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => digest(index + 1));
const atLeaf = fc
	.integer({ min: 1, max: 200 })
	.chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count - 1 })));

describe('[C34] the tree of a sitting', () => {
	// computed by another program, Python's hashlib
	test.each([
		[0, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
		[1, '1fd4247443c9440cb3c48c28851937196bc156032d70a96c98e127ecb347e45f'],
		[2, '0971c8a1ce81287ccbc95aa4f171a5f807fb13ea2118f56b99769459a64906ad'],
		[3, '93e34ecb30d456c2bb3903c45dd51d053db3e66522a0a2eaf5fafa58312ed037'],
		[5, 'c48c0df7d9b37592c69ba5ca2afc8ada511550e607e6dfe7fdef6b85d89f5269'],
		[8, '99410d6fd31138e2b5a3ca2670fe485a03006d7ce92ad117080701e966690acf']
	])('of the heads 1 to %i', (count, root) => {
		expect(merkleRoot(heads(count))).toBe(root);
	});

	test('every leaf leads to the root on its own path', () => {
		fc.assert(
			fc.property(atLeaf, ([count, index]) => {
				const all = heads(count);
				const place = { index, path: merklePath(all, index) };
				expect(place.path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count)));
				expect(rootOnPath(all[index] ?? '', place, count)).toBe(merkleRoot(all));
			})
		);
	});

	test('no other head, place, count of levels or altered path leads there', () => {
		fc.assert(
			fc.property(atLeaf, fc.nat(), fc.integer({ min: 0, max: 255 }), ([count, index], at, bit) => {
				const all = heads(count);
				const [head, root] = [all[index] ?? '', merkleRoot(all)];
				const path = merklePath(all, index);
				expect(rootOnPath(digest(0xffff), { index, path }, count)).not.toBe(root);
				const elsewhere = at % count;
				if (elsewhere !== index)
					expect(rootOnPath(head, { index: elsewhere, path }, count)).not.toBe(root);
				expect(rootOnPath(head, { index: count + at, path }, count)).toBeNull();
				expect(rootOnPath(head, { index, path: [...path, digest(1)] }, count)).toBeNull();
				if (path.length === 0) return;
				expect(rootOnPath(head, { index, path: path.slice(1) }, count)).toBeNull();
				const altered = path.with(at % path.length, flipped(path[at % path.length] ?? '', bit));
				expect(rootOnPath(head, { index, path: altered }, count)).not.toBe(root);
			})
		);
	});

	test('an inner node is not taken for a leaf', () => {
		const all = heads(4);
		const [left = '', right = ''] = [merkleRoot(all.slice(0, 2)), merkleRoot(all.slice(2))];
		expect(rootOnPath(left, { index: 0, path: [right] }, 2)).not.toBe(merkleRoot(all));
	});
});

function flipped(hex: string, bit: number): string {
	const value = BigInt(`0x${hex}`) ^ (1n << BigInt(bit));
	return value.toString(16).padStart(64, '0');
}
