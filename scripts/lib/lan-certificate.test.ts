import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lanCertificate } from './lan-certificate.ts';

let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'duimian-lan-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('[P1] a certificate for this machine is accepted by who trusts it, under every address', async () => {
	const { cert, key, addresses } = await lanCertificate(folder);
	const pem = await readFile(cert, 'utf8');
	const made = new X509Certificate(pem);
	expect(made.ca).toBe(false);
	for (const address of addresses) expect(made.checkIP(address)).toBe(address);
	expect((await stat(key)).mode & 0o077).toBe(0);

	const server = createServer({ cert: pem, key: await readFile(key) }, (_, response) =>
		response.end('here')
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const status = await new Promise<number | undefined>((resolve, reject) => {
		get({ host: '127.0.0.1', port, ca: pem }, (answer) => {
			answer.resume();
			resolve(answer.statusCode);
		}).on('error', reject);
	});
	server.close();
	expect(status).toBe(200);
});

test('it is kept, so that a phone has to accept it only once', async () => {
	const first = await readFile((await lanCertificate(folder)).cert, 'utf8');
	expect(await readFile((await lanCertificate(folder)).cert, 'utf8')).toBe(first);
});
