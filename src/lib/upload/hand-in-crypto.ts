// The hand-in file's cryptography, WebCrypto only, the same on both sides: a content key per file, wrapped for the
// exam (RSA-OAEP), and frames in AES-256-GCM that know their file, their number and whether they are the last.
import { TAG_BYTES } from './hand-in-format.ts';

export const EXAM_KEY = {
	name: 'RSA-OAEP',
	modulusLength: 3072,
	publicExponent: new Uint8Array([1, 0, 1]),
	hash: 'SHA-256'
} as const;

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Binds the wrapped content key to the file's id. */
const oaep = (file: string): RsaOaepParams => ({
	name: EXAM_KEY.name,
	label: utf8(`duimian hand-in v1 ${file}`)
});

export async function wrapContentKey(
	subtle: SubtleCrypto,
	spki: Uint8Array<ArrayBuffer>,
	file: string,
	contentKey: Uint8Array<ArrayBuffer>
): Promise<Uint8Array<ArrayBuffer>> {
	const key = await subtle.importKey('spki', spki, EXAM_KEY, false, ['encrypt']);
	return new Uint8Array(await subtle.encrypt(oaep(file), key, contentKey));
}

/** Null: not wrapped with this pair for this file. */
export async function unwrapContentKey(
	subtle: SubtleCrypto,
	pkcs8: Uint8Array<ArrayBuffer>,
	file: string,
	wrapped: Uint8Array<ArrayBuffer>
): Promise<Uint8Array<ArrayBuffer> | null> {
	const key = await subtle.importKey('pkcs8', pkcs8, EXAM_KEY, false, ['decrypt']);
	const plain = await subtle.decrypt(oaep(file), key, wrapped).catch(() => null);
	return plain?.byteLength === 32 ? new Uint8Array(plain) : null;
}

export interface FrameCipher {
	seal(
		number: number,
		last: boolean,
		plain: Uint8Array<ArrayBuffer>
	): Promise<Uint8Array<ArrayBuffer>>;
	/** Null: not this frame of this file, or not as it was. */
	open(
		number: number,
		last: boolean,
		sealed: Uint8Array<ArrayBuffer>
	): Promise<Uint8Array<ArrayBuffer> | null>;
}

export async function frameCipher(
	subtle: SubtleCrypto,
	contentKey: Uint8Array<ArrayBuffer>,
	prelude: Uint8Array<ArrayBuffer>
): Promise<FrameCipher> {
	const key = await subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt', 'decrypt']);
	const digest = new Uint8Array(await subtle.digest('SHA-256', prelude));

	/** 7 zeros ‖ number (4) ‖ last (1): never twice under one key, which belongs to one file. */
	function params(number: number, last: boolean): AesGcmParams {
		const iv = new Uint8Array(12);
		new DataView(iv.buffer).setUint32(7, number);
		iv[11] = Number(last);
		const additionalData = new Uint8Array(digest.byteLength + 5);
		additionalData.set(digest);
		additionalData.set(iv.subarray(7), digest.byteLength);
		return { name: 'AES-GCM', iv, additionalData, tagLength: TAG_BYTES * 8 };
	}

	return {
		seal: async (number, last, plain) =>
			new Uint8Array(await subtle.encrypt(params(number, last), key, plain)),
		async open(number, last, sealed) {
			const plain = await subtle.decrypt(params(number, last), key, sealed).catch(() => null);
			return plain && new Uint8Array(plain);
		}
	};
}

/**
 * HMAC-SHA-256 over the prelude, keyed with the SHA-256 of the lease's capability: the server keeps only that hash.
 * The exam's public key is known to all its candidates; this shows that the file comes from a device of the attempt.
 */
export async function proofOf(
	subtle: SubtleCrypto,
	tokenHash: Uint8Array<ArrayBuffer>,
	prelude: Uint8Array<ArrayBuffer>
): Promise<string> {
	const hmac = { name: 'HMAC', hash: 'SHA-256' };
	const key = await subtle.importKey('raw', tokenHash, hmac, false, ['sign']);
	const text = utf8('duimian hand-in v1 proof ');
	const message = new Uint8Array(text.byteLength + prelude.byteLength);
	message.set(text);
	message.set(prelude, text.byteLength);
	return hex(new Uint8Array(await subtle.sign('HMAC', key, message)));
}

export const hashOfToken = async (
	subtle: SubtleCrypto,
	token: string
): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await subtle.digest('SHA-256', utf8(token)));

const hex = (bytes: Uint8Array): string =>
	[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
