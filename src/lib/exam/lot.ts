// The draw of lots (C12) as arithmetic: leaves, commitment, order, and the check that anybody can repeat. The format
// is docs/spec/lot.md. Knows no person: an attempt is here only while its leaf is made or looked for.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Millis } from '../shared/clock.ts';
import type { Sha256 } from '../shared/digest.ts';

export const LOT_FORMAT = 'duimian-lot/1';
export const SEED_BYTES = 32;
export const SALT_BYTES = 32;
/** Characters (UTF-16 code units) of a public value. */
export const MAX_PUBLIC_VALUE = 200;

/** A frozen roster as its commitment binds it. Nothing in it leads to a person. */
export interface Roster {
	readonly room: string;
	/** In ascending order, so that their place says nothing. */
	readonly leaves: readonly Sha256[];
	readonly frozenAt: Millis;
	readonly seedCommitment: Sha256;
}

/** Every hash names what it is for, so that none can stand in for another. */
const tag = (purpose: string): Uint8Array => utf8ToBytes(`${LOT_FORMAT}/${purpose}\0`);

const digest = (purpose: string, ...parts: readonly Uint8Array[]): Sha256 =>
	bytesToHex(sha256(concatBytes(tag(purpose), ...parts)));

const u32 = (value: number): Uint8Array => {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setUint32(0, value);
	return bytes;
};

const u64 = (value: number): Uint8Array => {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
	return bytes;
};

/** The blinded leaf of an attempt. @param salt 32 random bytes in hexadecimal, known to the server and the candidate */
export const leafOf = (salt: string, attempt: string): Sha256 =>
	digest('leaf', hexToBytes(salt), utf8ToBytes(attempt));

/** Binds the seed and tells nothing about it: 32 random bytes cannot be guessed. */
export const commitToSeed = (seed: Uint8Array): Sha256 => digest('seed', seed);

/** The one code that is read out before the public value is known: it binds roster, its time and the seed. */
export const commitmentOf = ({ room, leaves, frozenAt, seedCommitment }: Roster): Sha256 =>
	digest(
		'commitment',
		utf8ToBytes(room),
		u64(frozenAt),
		hexToBytes(seedCommitment),
		u32(leaves.length),
		...leaves.map(hexToBytes)
	);

/** The leaves in the order of their numbers: the first has number 1. */
export function drawOrder(
	leaves: readonly Sha256[],
	seed: Uint8Array,
	publicValue: string
): Sha256[] {
	const prefix = concatBytes(tag('order'), utf8ToBytes(publicValue));
	const keyed = leaves.map((leaf) => ({
		leaf,
		key: bytesToHex(hmac(sha256, seed, concatBytes(prefix, hexToBytes(leaf))))
	}));
	// hexadecimal of one length sorts as its bytes do
	keyed.sort((a, b) => compare(a.key, b.key) || compare(a.leaf, b.leaf));
	return keyed.map(({ leaf }) => leaf);
}

/** Binds the outcome when the public value is announced, long before the seed is shown. */
export function drawDigestOf(
	commitment: Sha256,
	value: { readonly text: string; readonly at: Millis },
	order: readonly Sha256[]
): Sha256 {
	const text = utf8ToBytes(value.text);
	return digest(
		'draw',
		hexToBytes(commitment),
		u64(value.at),
		u32(text.length),
		text,
		u32(order.length),
		...order.map(hexToBytes)
	);
}

/** One spelling of what was said in public; null when it is empty, too long or holds what cannot be read out. */
export function normalPublicValue(text: string): string | null {
	const value = text.normalize('NFC').trim();
	const readable = value.isWellFormed() && !/\p{Cc}|\p{Zl}|\p{Zp}/u.test(value);
	return value !== '' && value.length <= MAX_PUBLIC_VALUE && readable ? value : null;
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
