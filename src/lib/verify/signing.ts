// The installation's signature (C34): Ed25519, key and signature in lower-case hexadecimal, so that each has one spelling.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import * as v from 'valibot';
import type { Millis } from '../shared/clock.ts';
import { canonicalJson, type Sha256 } from '../shared/digest.ts';

export const SignatureField = v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/));

export const KeySchema = v.strictObject({
	algorithm: v.literal('Ed25519'),
	/** The 32 bytes of RFC 8032. */
	public: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});
export type PublicKey = v.InferOutput<typeof KeySchema>;

/** What is compared by eye: SHA-256 of the 32 bytes. */
export const fingerprintOf = (key: PublicKey): Sha256 => bytesToHex(sha256(hexToBytes(key.public)));

/** As a person types or pastes it: with gaps, in capitals. @returns null when it cannot be one */
export function typedFingerprint(text: string): Sha256 | null {
	const digits = text.replace(/[\s:-]/g, '').toLowerCase();
	return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** What a sitting's root says, as it is signed. */
export interface RootStatement {
	readonly sitting: string;
	readonly closedAt: Millis;
	readonly count: number;
	readonly root: Sha256;
}

export const rootBytes = ({
	sitting,
	closedAt,
	count,
	root
}: RootStatement): Uint8Array<ArrayBuffer> =>
	new TextEncoder().encode(
		canonicalJson({ format: 'duimian-root', version: 1, sitting, closedAt, count, root })
	);

/** @returns null where Ed25519 is not to be had: an old browser, or a page that is not secure */
export async function isSigned(
	subtle: SubtleCrypto | undefined,
	key: PublicKey,
	signature: string,
	bytes: Uint8Array<ArrayBuffer>
): Promise<boolean | null> {
	if (!subtle || !(await hasEd25519(subtle))) return null;
	try {
		const raw = Uint8Array.from(hexToBytes(key.public));
		const imported = await subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
		return await subtle.verify('Ed25519', imported, Uint8Array.from(hexToBytes(signature)), bytes);
	} catch {
		// no point of the curve
		return false;
	}
}

/** By a key that is surely one, RFC 8032 test 1. */
const KNOWN_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

async function hasEd25519(subtle: SubtleCrypto): Promise<boolean> {
	const raw = Uint8Array.from(hexToBytes(KNOWN_KEY));
	return subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).then(
		() => true,
		() => false
	);
}
