// Digests that both sides compute: the event chain, a part's running digest.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** Lower-case hexadecimal SHA-256, 64 characters. */
export type Sha256 = string;

/** RFC 8785 (JCS) text of a JSON value. Throws on what JSON cannot hold: that is a broken assumption. */
export function canonicalJson(value: unknown): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError('not a JSON value');
	return text;
}

export function sha256OfText(text: string): Sha256 {
	return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256(previous ‖ text), the link of a hash chain; `previous` is 32 bytes in hexadecimal. */
export function sha256Chained(previous: Sha256, text: string): Sha256 {
	return bytesToHex(sha256(concatBytes(hexToBytes(previous), utf8ToBytes(text))));
}

/** An incremental SHA-256 that can be read without being closed (a part's running digest). */
export interface RunningDigest {
	readonly bytes: number;
	update(data: Uint8Array): void;
	/** Digest of everything so far, in hexadecimal. */
	peek(): Sha256;
}

export function runningDigest(): RunningDigest {
	const hash = sha256.create();
	let bytes = 0;
	return {
		get bytes() {
			return bytes;
		},
		update(data) {
			hash.update(data);
			bytes += data.byteLength;
		},
		peek: () => bytesToHex(hash.clone().digest())
	};
}
