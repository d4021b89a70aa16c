// The master key: what lies wrapped in the database (keys of papers, and of whatever else must not be read from a
// stolen backup) opens with it alone. It is never in the database; docs/operations.md says how to keep it.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';
const FORM = /^v1\.([A-Za-z0-9_-]+)$/;

export interface MasterKey {
	/**
	 * @param context what the secret belongs to, e.g. `paper:<id>`; `unwrap` needs the same
	 * @returns `v1.` and base64url(nonce 12 ‖ ciphertext ‖ tag 16), AES-256-GCM
	 */
	wrap(plain: Uint8Array, context: string): Promise<string>;
	/** Throws when it was wrapped by another key, for another context, or was altered. */
	unwrap(wrapped: string, context: string): Promise<Uint8Array>;
}

/** @param key 32 random bytes */
export function createMasterKey(key: Uint8Array): MasterKey {
	if (key.byteLength !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
	return {
		async wrap(plain, context) {
			const nonce = randomBytes(NONCE_BYTES);
			const cipher = createCipheriv(ALGORITHM, key, nonce);
			cipher.setAAD(Buffer.from(context, 'utf8'));
			const sealed = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
			return `v1.${Buffer.concat(sealed).toString('base64url')}`;
		},
		async unwrap(wrapped, context) {
			const bytes = Buffer.from(FORM.exec(wrapped)?.[1] ?? '', 'base64url');
			if (bytes.byteLength < NONCE_BYTES + TAG_BYTES) throw new Error('not a wrapped secret');
			const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES));
			decipher.setAAD(Buffer.from(context, 'utf8'));
			decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
			const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
			return Buffer.concat([plain, decipher.final()]);
		}
	};
}

export const newMasterKey = (): Buffer => randomBytes(KEY_BYTES);

/** The key's text form, base64. @returns null when it is not one */
export function parseMasterKey(text: string): Buffer | null {
	const trimmed = text.trim();
	if (!/^[A-Za-z0-9+/]{43}=?$/.test(trimmed)) return null;
	const key = Buffer.from(trimmed, 'base64');
	return key.byteLength === KEY_BYTES ? key : null;
}
