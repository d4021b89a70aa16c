// Certificate and key of a server that speaks https itself (TLS_CERT, TLS_KEY).
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Config } from './config.ts';
import { OperatorError } from './operator-error.ts';

export interface TlsFiles {
	readonly cert: Buffer;
	readonly key: Buffer;
}

/**
 * @returns null where there is none: plain http, a proxy with TLS in front
 * @throws OperatorError when a file cannot be read, or the two do not fit
 */
export async function readTls({
	TLS_CERT,
	TLS_KEY
}: Pick<Config, 'TLS_CERT' | 'TLS_KEY'>): Promise<TlsFiles | null> {
	if (TLS_CERT === '') return null;
	try {
		const [cert, key] = await Promise.all([readFile(TLS_CERT), readFile(TLS_KEY)]);
		createSecureContext({ cert, key });
		return { cert, key };
	} catch (error) {
		throw new OperatorError(
			`证书或私钥不能使用，请检查 TLS_CERT 和 TLS_KEY。\nCertificate or key cannot be used, look at TLS_CERT and TLS_KEY.\n${(error as Error).message}`
		);
	}
}
