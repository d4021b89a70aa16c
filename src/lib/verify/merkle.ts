// The sitting's root (C34): a Merkle tree over the heads of its attempts, hashed as RFC 9162 says (section 2.1). Whoever
// holds one head and its path shows that it was under the published root, and learns nothing of the others.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import type { Sha256 } from '../shared/digest.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Where a leaf stands, and the hashes beside the way from it to the root, from below. */
export interface MerklePath {
	readonly index: number;
	readonly path: readonly Sha256[];
}

/** @param head the 32 bytes are the tree's entry */
export const leafHash = (head: Sha256): Sha256 =>
	bytesToHex(sha256(concatBytes(LEAF, hexToBytes(head))));

const nodeHash = (left: Sha256, right: Sha256): Sha256 =>
	bytesToHex(sha256(concatBytes(NODE, hexToBytes(left), hexToBytes(right))));

/** The largest power of two below `count`: so many entries go to the left. */
function leftOf(count: number): number {
	let left = 1;
	while (left * 2 < count) left *= 2;
	return left;
}

/** @param heads in the order of the tree; nothing in it hashes to the digest of nothing */
export function merkleRoot(heads: readonly Sha256[]): Sha256 {
	const [only] = heads;
	if (only === undefined) return bytesToHex(sha256(new Uint8Array()));
	if (heads.length === 1) return leafHash(only);
	const left = leftOf(heads.length);
	return nodeHash(merkleRoot(heads.slice(0, left)), merkleRoot(heads.slice(left)));
}

export function merklePath(heads: readonly Sha256[], index: number): Sha256[] {
	if (heads.length <= 1) return [];
	const left = leftOf(heads.length);
	const [lower, upper] = [heads.slice(0, left), heads.slice(left)];
	return index < left
		? [...merklePath(lower, index), merkleRoot(upper)]
		: [...merklePath(upper, index - left), merkleRoot(lower)];
}

/** @returns the root that this head has on this path in a tree of `count`; null where no such path can be */
export function rootOnPath(
	head: Sha256,
	{ index, path }: MerklePath,
	count: number
): Sha256 | null {
	if (index >= count) return null;
	const sides = sidesOf(index, count);
	if (sides.length !== path.length) return null;
	return path.reduce(
		(hash, beside, level) =>
			sides[level] === 'left' ? nodeHash(hash, beside) : nodeHash(beside, hash),
		leafHash(head)
	);
}

/** On which side the way goes at each level, from below. */
function sidesOf(index: number, count: number): ('left' | 'right')[] {
	if (count <= 1) return [];
	const left = leftOf(count);
	return index < left
		? [...sidesOf(index, left), 'left']
		: [...sidesOf(index - left, count - left), 'right'];
}
