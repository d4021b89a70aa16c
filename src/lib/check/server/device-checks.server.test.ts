// Device checks over real HTTP with a real database: Kit's routes are asked as its adapter would, tus goes to the handler.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { partHeader } from '../../recording/testing/factories.ts';
import { grantOfToken } from '../../attempt/server/tokens.ts';
import { setApp, type App } from '../../server/app.ts';
import { isSameOrigin } from '../../server/same-origin.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { encodeMetadata } from '../../upload/protocol.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { serve } from '../../upload/testing/upload-server.ts';
import {
	CHECK_LIFE_MS,
	CHECK_PART_BYTES,
	CHECKS_AT_ONCE,
	CHECKS_OF_ADDRESS,
	checkFloor
} from '../limits.ts';
import { CHECK_PATH, CHECK_UPLOAD_PATH, checkFilmUrl, CheckOpenedSchema } from '../wire.ts';
import { CAMERA, checkUpload } from '../testing/check-upload.ts';
import { startDeviceChecks, type DeviceChecksOptions } from './device-checks.ts';

const { db } = await testDatabase();
const folder = await temporaryFolder();
const CHECKS = join(folder.path, 'checks');
let now = 1_800_000_000_000;
const clock = { now: () => now };
const [here, there] = await Promise.all([start(), start()]);
const [opening, film] = await Promise.all([
	import('../../../routes/api/check/+server.ts'),
	import('../../../routes/api/check/film/[part]/+server.ts')
]);

async function start(more: Partial<DeviceChecksOptions> = {}) {
	const checks = await startDeviceChecks({
		...{ db, clock, log: silentLog, dataDir: folder.path, diskFloorBytes: 0 },
		allowOrigin: (request) => isSameOrigin(request, false),
		...more
	});
	const { origin, close } = await serve((req, res) => void checks.uploads.handle(req, res));
	const stop = async (): Promise<void> => {
		await close();
		await checks.stop();
	};
	return { checks, origin, stop };
}

afterAll(async () => {
	await Promise.all([here.stop(), there.stop()]);
	await folder.remove();
});
beforeEach(async () => {
	setApp({ checks: here.checks } as unknown as App);
	await db.deleteFrom('device_checks').execute();
	await db.deleteFrom('device_check_openings').execute();
	await here.checks.sweep();
});

/** A route as Kit calls it. */
async function ask(
	handler: (event: never) => unknown,
	path: string,
	{
		token,
		address = '192.0.2.7',
		...init
	}: RequestInit & { token?: string; address?: string } = {},
	params: Record<string, string> = {}
): Promise<Response> {
	const url = new URL(path, 'https://exam.example');
	const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
	const request = new Request(url, { headers, ...init });
	const event = { url, params, request, getClientAddress: () => address };
	try {
		return (await handler(event as unknown as RequestEvent as never)) as Response;
	} catch (thrown) {
		if (isHttpError(thrown)) return Response.json(thrown.body, { status: thrown.status });
		throw thrown;
	}
}

const post = (address?: string, body: object = { v: 1 }) =>
	ask(opening.POST, CHECK_PATH, {
		...{ method: 'POST', body: JSON.stringify(body) },
		...(address === undefined ? {} : { address })
	});
const open = async (address?: string) => {
	const answer = await post(address);
	return v.parse(CheckOpenedSchema, await answer.json());
};
const end = (token: string) => ask(opening.DELETE, CHECK_PATH, { method: 'DELETE', token });
const fetchFilm = (token: string, part: string) =>
	ask(film.GET, checkFilmUrl(part), { token }, { part });
const codeOf = async (answer: Response): Promise<unknown> =>
	((await answer.json()) as { code?: unknown }).code;

const upload = (
	token: string,
	check: string,
	{ id, at = here }: { id?: string; at?: typeof here } = {}
) => checkUpload(at.origin, { token, check }, id);

const folders = (): Promise<string[]> => readdir(CHECKS);

describe('the whole way', () => {
	test('[C4] what was sent comes back, byte for byte, without a login; ending it removes all', async () => {
		const { check, token, lifeMs } = await open();
		expect(lifeMs).toBe(CHECK_LIFE_MS);
		const part = upload(token, check);
		const bytes = randomBytes(300_000);
		const created = await part.create();
		expect(created).toMatchObject({ status: 201 });
		expect(created.headers.location).toBe(`${CHECK_UPLOAD_PATH}/${part.id}`);
		expect((await part.patch(bytes.subarray(0, 100_000))).status).toBe(204);
		expect((await part.patch(bytes.subarray(100_000), 100_000)).status).toBe(204);
		expect((await fetchFilm(token, part.id)).status).toBe(404);
		const finished = await part.finish(bytes);
		expect(JSON.parse(finished.body)).toMatchObject({ verified: true });

		const back = await fetchFilm(token, part.id);
		expect(back.headers.get('cache-control')).toBe('private, no-store');
		expect(back.headers.get('x-content-type-options')).toBe('nosniff');
		expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);

		// never among the recordings
		expect(await readdir(folder.path)).toEqual(['checks']);
		expect((await end(token)).status).toBe(200);
		expect(await folders()).toEqual([]);
		const rows = await db.selectFrom('device_check_parts').selectAll().execute();
		expect(rows).toEqual([]);
		expect((await end(token)).status).toBe(200);
	});

	test('[C4] neither the token nor the name of the camera is kept', async () => {
		const { check, token } = await open();
		await upload(token, check).create();
		const rows = JSON.stringify([
			await db.selectFrom('device_checks').selectAll().execute(),
			await db.selectFrom('device_check_parts').selectAll().execute()
		]);
		expect(rows).not.toContain(token);
		expect(rows).not.toContain(CAMERA);
	});

	test('[C4] the rest of a body that was cut off is asked for, and after a restart it goes on', async () => {
		const { check, token } = await open();
		const first = upload(token, check);
		await first.create();
		await first.patch(Buffer.alloc(5000, 1));
		const again = await start();
		const part = upload(token, check, { id: first.id, at: again });
		expect((await part.head()).headers['upload-offset']).toBe('5000');
		expect((await part.patch(Buffer.alloc(10, 2), 5000)).status).toBe(204);
		await again.stop();
	});
});

describe('what it may take', () => {
	test('[C4] of one address only so many at once, whichever process is asked; another is let in', async () => {
		const asked = Array.from({ length: CHECKS_OF_ADDRESS + 5 }, (_, n) =>
			(n % 2 ? here : there).checks.open('198.51.100.1')
		);
		const opened = await Promise.all(asked);
		expect(opened.filter(({ ok }) => ok)).toHaveLength(CHECKS_OF_ADDRESS);
		const refused = await post('198.51.100.1');
		expect([refused.status, await codeOf(refused)]).toEqual([429, 'check.busy-here']);
		expect((await post('198.51.100.2')).status).toBe(200);
		const [one] = opened;
		if (one?.ok) await end(one.value.token);
		expect((await post('198.51.100.1')).status).toBe(200);
	});

	test('[C4] only so many in all', async () => {
		for (let n = 0; n < CHECKS_AT_ONCE; n++) await here.checks.open(`10.0.0.${n}`);
		const refused = await post();
		expect([refused.status, await codeOf(refused)]).toEqual([503, 'check.busy']);
		now += CHECK_LIFE_MS;
		expect((await post()).status).toBe(200);
	});

	test('[C4] while the disk is short none begins; one that is under way is answered 507', async () => {
		const disk = { diskFloorBytes: 1000, freeBytes: () => Promise.resolve(checkFloor(1000) + 1) };
		const short = await start(disk);
		expect(await short.checks.open('192.0.2.1')).toMatchObject({ error: { code: 'check.busy' } });
		await short.stop();
		const full = await start({
			diskFloorBytes: 2 ** 60,
			freeBytes: () => Promise.resolve(2 ** 70)
		});
		const opened = await full.checks.open('192.0.2.1');
		if (!opened.ok) throw new Error(opened.error.code);
		const part = upload(opened.value.token, opened.value.check, { at: full });
		await part.create();
		const answer = await part.patch(Buffer.alloc(100));
		expect([answer.status, JSON.parse(answer.body)]).toEqual([
			507,
			{ code: 'storage.full', size: 0 }
		]);
		await full.stop();
	});

	test('[C4] two parts at most, each of a bounded size, and a wrong digest leaves no copy behind', async () => {
		const { check, token } = await open();
		const parts = [upload(token, check), upload(token, check), upload(token, check)];
		const answers = await Promise.all(parts.map((part) => part.create()));
		expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 413]);
		const taken = parts[answers.findIndex(({ status }) => status === 201)];
		if (!taken) throw new Error('none');
		const more = { 'Content-Length': CHECK_PART_BYTES + 1 };
		expect(
			(await taken.patch(Buffer.alloc(1), 0, more).catch(() => ({ status: 413 }))).status
		).toBe(413);
		await taken.patch(Buffer.alloc(2000, 7));
		expect((await taken.finish(Buffer.alloc(2000, 8))).status).toBe(409);
		expect((await taken.finish(Buffer.alloc(2000, 8))).status).toBe(409);
		const kept = await readdir(join(CHECKS, check));
		expect(kept.filter((name) => name.startsWith(taken.id))).toEqual([`${taken.id}.part`]);
		expect((await taken.finish(Buffer.alloc(2000, 7))).status).toBe(200);
	});
});

describe('who may', () => {
	test('[C4] nobody reads, sends to or ends what is another check’s', async () => {
		const [mine, other] = [await open(), await open()];
		const part = upload(mine.token, mine.check);
		const bytes = Buffer.alloc(100, 1);
		await part.create();
		await part.patch(bytes);
		await part.finish(bytes);
		const thief = upload(other.token, other.check, { id: part.id });
		expect((await fetchFilm(other.token, part.id)).status).toBe(404);
		expect((await thief.create()).status).toBe(403);
		expect((await thief.patch(Buffer.alloc(1), 100)).status).toBe(403);
		expect((await thief.head()).status).toBe(403);
		expect((await upload(other.token, mine.check).create()).status).toBe(403);
		await end(other.token);
		expect((await fetchFilm(mine.token, part.id)).status).toBe(200);
		for (const token of ['', 'no-token', other.token])
			expect((await fetchFilm(token, part.id)).status).toBe(401);
		expect((await ask(opening.DELETE, CHECK_PATH, { method: 'DELETE' })).status).toBe(401);
	});

	test('[C4] its token opens no attempt', async () => {
		const { token } = await open();
		expect(await grantOfToken(db, clock, token)).toBeNull();
	});

	test('[C4] no id leads out of its folder', async () => {
		const { check, token } = await open();
		await writeFile(join(folder.path, 'secret.part'), 'secret');
		for (const part of ['../secret', '..%2Fsecret', `../${check}/x`, 'a'.repeat(36), ''])
			expect((await fetchFilm(token, part)).status).toBe(404);
		for (const id of ['../secret', `${randomUUID()}/../x`]) {
			const part = upload(token, check, { id });
			expect((await part.create()).status).toBe(400);
			expect([404, 405]).toContain((await part.patch(Buffer.alloc(1))).status);
		}
		expect(await readFile(join(folder.path, 'secret.part'), 'utf8')).toBe('secret');
	});

	test('[C4] a page of another origin sends nothing, and a phone’s track is none of a check', async () => {
		const { check, token } = await open();
		const part = upload(token, check);
		expect((await part.create({ Origin: 'https://elsewhere.example' })).status).toBe(403);
		const evidence = partHeader({ id: randomUUID(), attempt: check, track: 'evidence' });
		const metadata = { 'Upload-Metadata': encodeMetadata(evidence) };
		expect((await part.create(metadata)).status).toBe(403);
		expect((await post(undefined, { v: 2 })).status).toBe(400);
	});
});

describe('what is over', () => {
	test('[C4] after its minutes a check takes nothing, gives nothing, and is swept, bytes and all', async () => {
		const { check, token } = await open();
		const part = upload(token, check);
		const bytes = Buffer.alloc(1000, 1);
		await part.create();
		await part.patch(bytes);
		await part.finish(bytes);
		now += CHECK_LIFE_MS - 1000;
		expect((await part.patch(Buffer.alloc(0), 1000)).status).toBe(204);
		// a token that was believed a second ago
		now += 1000;
		expect((await part.patch(Buffer.alloc(1), 1000)).status).toBe(401);
		expect((await fetchFilm(token, part.id)).status).toBe(401);
		expect(await folders()).toEqual([check]);
		const fresh = await open();
		await upload(fresh.token, fresh.check).create();
		expect(await there.checks.sweep()).toBe(2);
		expect(await folders()).toEqual([fresh.check]);
	});

	test('[C4] ended by one process, the other takes no more bytes', async () => {
		const { check, token } = await open();
		const part = upload(token, check, { at: there });
		await part.create();
		await part.patch(Buffer.alloc(1000));
		await end(token);
		// it may believe the token for some seconds; there is nothing to write to
		expect((await part.patch(Buffer.alloc(10), 1000)).status).toBe(404);
		expect((await upload(token, check, { at: there }).create()).status).toBe(401);
		expect(await folders()).toEqual([]);
	});

	test('[C4] a start removes what a crash left and keeps what is under way', async () => {
		const { check, token } = await open();
		await upload(token, check).create();
		await mkdir(join(CHECKS, randomUUID()));
		const again = await start();
		await again.checks.sweep();
		expect(await folders()).toEqual([check]);
		await again.stop();
	});
});
