// /api/hand-in over real HTTP: slices, cuts, repeats, who may.
import { request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '../../accounts/permissions.ts';
import { isSameOrigin } from '../../server/same-origin.ts';
import { silentLog } from '../../shared/log.ts';
import { handInUrl, takeUrl } from '../hand-in-protocol.ts';
import { handInCounter, headerOf, holding } from '../testing/hand-in-counter.ts';
import { addPart } from '../testing/sample-hand-in.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { serve } from '../testing/upload-server.ts';
import { createHandInDrop, type HandInDrop } from './hand-in-drop.ts';
import { createHandInHandler } from './hand-in-handler.ts';

const { db, service, taker, newDevice, fileOf, stateOf, logOf } = await handInCounter();

let folder: TemporaryFolder;
let drop: HandInDrop;
let server: Awaited<ReturnType<typeof serve>>;
let person: Person | null;

beforeAll(async () => {
	folder = await temporaryFolder();
	drop = createHandInDrop({ dataDir: folder.path, log: silentLog, minFreeBytes: 0 });
	const handler = createHandInHandler({
		...{ service, drop, log: silentLog, maxBytes: 1_000_000 },
		personOf: () => Promise.resolve(person),
		allowOrigin: (req) => isSameOrigin(req, false),
		addressOf: () => '203.0.113.9'
	});
	server = await serve((req, res) => void handler.handle(req, res));
});
beforeEach(() => {
	person = taker.person;
});
afterAll(async () => {
	await server.close();
	await drop.close();
	await folder.remove();
});

const call = async (
	path: string,
	init: RequestInit = {}
): Promise<{ status: number; body: Record<string, unknown> }> => {
	const headers = { origin: server.origin, ...(init.headers as Record<string, string>) };
	const response = await fetch(server.origin + path, { ...init, headers });
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const slice = (file: string, offset: number, body: Uint8Array<ArrayBuffer>) =>
	call(handInUrl(file), {
		method: 'PATCH',
		headers: {
			'content-type': 'application/offset+octet-stream',
			'upload-offset': String(offset)
		},
		body
	});
const post = (file: string) => call(takeUrl(file), { method: 'POST' });

async function handedIn(): Promise<{
	id: string;
	bytes: Uint8Array<ArrayBuffer>;
	device: Awaited<ReturnType<typeof newDevice>>;
}> {
	const device = await newDevice();
	await addPart(device.vault, headerOf(device), 20_000);
	const bytes = new Uint8Array(await fileOf(device));
	const [id = ''] = /[0-9a-f-]{36}/.exec(Buffer.from(bytes.subarray(12, 100)).toString()) ?? [];
	return { id, bytes, device };
}

test('[C24] comes in slices, is taken, and is removed from the way in', async () => {
	const { id, bytes, device } = await handedIn();
	expect((await call(handInUrl(id))).body).toEqual({
		...{ v: 1, size: 0, taking: false, outcome: null }
	});
	expect((await slice(id, 0, bytes.slice(0, 9000))).body).toMatchObject({ size: 9000 });
	const gap = await slice(id, 12_000, bytes.slice(12_000));
	expect(gap).toMatchObject({ status: 409, body: { code: 'part.wrong-offset', size: 9000 } });
	expect((await slice(id, 9000, bytes.slice(9000))).body).toMatchObject({ size: bytes.length });
	const taken = await post(id);
	expect(taken.body).toMatchObject({ outcome: { fault: null, parts: [{ outcome: 'taken' }] } });
	expect(await readdir(join(folder.path, 'hand-in'))).toEqual([]);
	expect(Object.values((await stateOf(device)).parts)[0]?.verified).not.toBeNull();
	// the answer was lost: asked again it is the same, and the next look tells at once
	expect(await post(id)).toEqual(taken);
	expect((await call(handInUrl(id))).body['outcome']).toEqual(taken.body['outcome']);
});

test('[C24] a slice that is cut off leaves what came, and is carried on from there', async () => {
	const { id, bytes } = await handedIn();
	const req = request(server.origin + handInUrl(id), {
		method: 'PATCH',
		headers: {
			...{ origin: server.origin, 'upload-offset': '0', 'content-length': bytes.length },
			'content-type': 'application/offset+octet-stream'
		}
	});
	req.on('error', () => {});
	req.write(bytes.subarray(0, 7000));
	// on its way through the loopback
	await sleep(100);
	req.destroy();
	await expect.poll(async () => (await call(handInUrl(id))).body['size']).toBe(7000);
	await slice(id, 7000, bytes.slice(7000));
	expect((await post(id)).body).toMatchObject({ outcome: { parts: [{ outcome: 'taken' }] } });
});

test('[C24] a bad copy is refused with its code and forgotten, so that a good one can come', async () => {
	const { id, bytes, device } = await handedIn();
	const before = await logOf(device);
	const bad = bytes.slice();
	bad.fill(0, 600, 700);
	await slice(id, 0, bad);
	expect(await post(id)).toMatchObject({ status: 422, body: { code: 'hand-in.damaged' } });
	expect(await logOf(device)).toEqual(before);
	expect((await call(handInUrl(id))).body).toMatchObject({ size: 0 });
	await slice(id, 0, bytes);
	expect((await post(id)).status).toBe(200);
});

test('the audit log has the address that the proxy saw, not the proxy’s', async () => {
	const { id, bytes, device } = await handedIn();
	await slice(id, 0, bytes);
	await post(id);
	const rows = await db
		.selectFrom('audit_log')
		.select('address')
		.where('target', '=', `attempt:${device.attempt}`)
		.execute();
	expect(rows).toEqual([{ address: '203.0.113.9' }]);
});

test('two clicks take it once', async () => {
	const { id, bytes, device } = await handedIn();
	await slice(id, 0, bytes);
	const [one, other] = await Promise.all([post(id), post(id)]);
	expect(one).toEqual(other);
	expect((await logOf(device)).filter((type) => type === 'part.verified')).toHaveLength(1);
});

test('is not for everybody, nor from every page', async () => {
	const { id, bytes, device } = await handedIn();
	await slice(id, 0, bytes);
	const foreign = await call(takeUrl(id), {
		method: 'POST',
		headers: { origin: 'https://elsewhere.example' }
	});
	expect(foreign.body).toEqual({ code: 'access.bad-origin' });
	const none = await fetch(server.origin + takeUrl(id), { method: 'POST' });
	expect(none.status).toBe(403);
	person = null;
	expect((await post(id)).body).toEqual({ code: 'access.login-required' });
	person = holding({ role: 'invigilator', exam: null, room: null });
	expect((await slice(id, 0, bytes)).body).toEqual({ code: 'access.denied' });
	person = holding({ role: 'technician', exam: randomUUID(), room: null });
	expect((await post(id)).body).toEqual({ code: 'access.denied' });
	expect((await stateOf(device)).parts).toEqual({});
});

test('[I5] who may not take it loses nothing: it waits for a colleague who may, without being sent again', async () => {
	const { id, bytes, device } = await handedIn();
	await slice(id, 0, bytes);
	const before = await logOf(device);
	person = holding({ role: 'technician', exam: randomUUID(), room: null });
	expect((await post(id)).body).toEqual({ code: 'access.denied' });
	expect(await logOf(device)).toEqual(before);
	person = taker.person;
	expect((await call(handInUrl(id))).body).toMatchObject({ size: bytes.length, outcome: null });
	expect((await post(id)).body).toMatchObject({ outcome: { parts: [{ outcome: 'taken' }] } });
});

test('a file beyond what the server takes is refused in words', async () => {
	const big = await slice(randomUUID(), 0, new Uint8Array(1_000_001));
	expect(big).toMatchObject({ status: 413, body: { code: 'hand-in.too-large' } });
});
