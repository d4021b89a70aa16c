// Sealing and opening a paper (C19), the same code on both sides. WebCrypto alone; key and nonce come from the caller,
// who must draw them anew for every version. docs/spec/paper.md has the format and a test vector.
import * as v from 'valibot';
import { canonicalJson } from '../shared/digest.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { PaperSchema, type OpenPaper } from './paper.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Which paper it is. It is the associated data: a ciphertext opens only as the paper that it was sealed as. */
export interface PaperName {
	readonly sitting: string;
	readonly paper: string;
	readonly version: number;
}

export interface SealedPaper extends PaperName {
	/** 12 bytes. */
	readonly nonce: Bytes;
	/** Ciphertext and its tag of 16 bytes. */
	readonly sealed: Bytes;
}

export const PAPER_KEY_BYTES = 16;
export const PAPER_NONCE_BYTES = 12;
/** The plain text is filled with spaces to a multiple of this: the size of a ciphertext does not tell how long the questions are. */
const BLOCK_BYTES = 4096;

export async function seal(
	subtle: SubtleCrypto,
	paper: OpenPaper,
	name: Omit<PaperName, 'version'>,
	{ key, nonce }: { readonly key: Bytes; readonly nonce: Bytes }
): Promise<SealedPaper> {
	const named = { ...name, version: paper.version };
	const json = new TextEncoder().encode(canonicalJson(paper));
	const plain = new Uint8Array(Math.ceil(json.byteLength / BLOCK_BYTES) * BLOCK_BYTES).fill(32);
	plain.set(json);
	const sealed = await subtle.encrypt(
		algorithm(named, nonce),
		await imported(subtle, key, 'encrypt'),
		plain
	);
	return { ...named, nonce, sealed: new Uint8Array(sealed) };
}

/** `wrong-key`: it does not open with this key, or is not the paper it says it is. */
export async function unseal(
	subtle: SubtleCrypto,
	paper: SealedPaper,
	key: Bytes
): Promise<Result<OpenPaper, 'paper.wrong-key' | 'paper.unreadable'>> {
	let plain: ArrayBuffer;
	try {
		const opener = await imported(subtle, key, 'decrypt');
		plain = await subtle.decrypt(algorithm(paper, paper.nonce), opener, paper.sealed);
	} catch {
		return err('paper.wrong-key');
	}
	const parsed = v.safeParse(PaperSchema, parseJson(new TextDecoder().decode(plain)));
	return parsed.success && parsed.output.version === paper.version
		? ok(parsed.output)
		: err('paper.unreadable');
}

const imported = (subtle: SubtleCrypto, key: Bytes, use: KeyUsage): Promise<CryptoKey> =>
	subtle.importKey('raw', key, 'AES-GCM', false, [use]);

const algorithm = ({ sitting, paper, version }: PaperName, iv: Bytes): AesGcmParams => ({
	name: 'AES-GCM',
	iv,
	additionalData: new TextEncoder().encode(canonicalJson({ sitting, paper, version }))
});

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
