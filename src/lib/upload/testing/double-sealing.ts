// Stands in for the master key: wraps with AES-GCM under a key of its own; a wrong context does not unwrap.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Sealing } from '../server/exam-key.repository.ts';

export function doubleSealing(secret = 'a master key for tests'): Sealing {
	const key = createHash('sha256').update(secret).digest();
	return {
		wrap(plain, context) {
			const iv = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
			const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
			return Promise.resolve(sealed.toString('base64'));
		},
		unwrap(wrapped, context) {
			const sealed = Buffer.from(wrapped, 'base64');
			const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
			cipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(-16));
			return Promise.resolve(
				Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()])
			);
		}
	};
}
