// The code in the paper's watermark (C28): says on a photograph which attempt it was to who can see attempts, and to
// nobody else who it was. Pure.
import { CROCKFORD } from '../shared/crockford.ts';
import { sha256OfText } from '../shared/digest.ts';

const LABEL = 'duimian watermark v1';
const LENGTH = 6;
const BITS = 5n;

/** `7K3M9Q`: the first 30 bits of SHA-256(label, space, id of the attempt). */
export function watermarkCode(attempt: string): string {
	const digest = BigInt(`0x${sha256OfText(`${LABEL} ${attempt}`)}`);
	return Array.from({ length: LENGTH }, (_, at) => {
		const shift = 256n - BITS * BigInt(at + 1);
		return CROCKFORD.charAt(Number((digest >> shift) & 31n));
	}).join('');
}
