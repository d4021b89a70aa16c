// A paper's key as people may type it (C19): 128 bits in 26 characters of Crockford's base32. Two bits are over; they
// hold a check, so that most slips are told from a key that is simply another one.
import { sha256 } from '@noble/hashes/sha2.js';
import { CROCKFORD, inGroups, plainTyped } from '../shared/crockford.ts';
import { err, ok, type Result } from '../shared/result.ts';

const KEY_BYTES = 16;
const CHECK_BITS = 2n;
const LENGTH = 26;
const GROUP = 4;

/** @param key 16 bytes. @returns 26 characters */
export function keyText(key: Uint8Array): string {
	if (key.byteLength !== KEY_BYTES) throw new RangeError('a key of a paper has 16 bytes');
	let number = 0n;
	for (const byte of key) number = (number << 8n) | BigInt(byte);
	number = (number << CHECK_BITS) | checkOf(key);
	let written = '';
	for (let place = LENGTH - 1; place >= 0; place--)
		written += CROCKFORD[Number((number >> BigInt(5 * place)) & 31n)];
	return written;
}

/** In groups, to be read out and typed: `7Z3K-…`. */
export const groupedKey = (written: string): string => inGroups(written, GROUP);

/** As `plainTyped` reads it. */
export function parseKey(typed: string): Result<Uint8Array<ArrayBuffer>, 'paper.key-mistyped'> {
	const plain = plainTyped(typed);
	if (plain.length !== LENGTH) return err('paper.key-mistyped');
	let number = 0n;
	for (const letter of plain) {
		const value = CROCKFORD.indexOf(letter);
		if (value < 0) return err('paper.key-mistyped');
		number = (number << 5n) | BigInt(value);
	}
	const key = new Uint8Array(KEY_BYTES);
	for (let index = 0; index < KEY_BYTES; index++)
		key[index] = Number((number >> (CHECK_BITS + BigInt(8 * (KEY_BYTES - 1 - index)))) & 255n);
	return (number & 3n) === checkOf(key) ? ok(key) : err('paper.key-mistyped');
}

/** The first two bits of its SHA-256. */
const checkOf = (key: Uint8Array): bigint => BigInt((sha256(key)[0] ?? 0) >> 6);
