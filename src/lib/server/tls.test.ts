import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readTls } from './tls.ts';

test('a certificate without its key, or one that cannot be read, is said in words and nothing starts', async () => {
	expect(() => readConfig({ TLS_CERT: '/somewhere/cert.pem' })).toThrow('TLS_CERT 和 TLS_KEY');
	const missing = readTls({ TLS_CERT: '/no/such/cert.pem', TLS_KEY: '/no/such/key.pem' });
	await expect(missing).rejects.toThrow('证书或私钥不能使用');
	const folder = await mkdtemp(join(tmpdir(), 'duimian-tls-'));
	await writeFile(join(folder, 'pem'), 'no certificate');
	const wrong = readTls({ TLS_CERT: join(folder, 'pem'), TLS_KEY: join(folder, 'pem') });
	await expect(wrong).rejects.toThrow('证书或私钥不能使用');
	await rm(folder, { recursive: true });
	expect(await readTls(readConfig({}))).toBeNull();
});
