import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartHeader } from '../../recording/part.ts';
import type { Log } from '../../shared/log.ts';
import { encodeMetadata, finishUrl, partUrl, UPLOAD_PATH } from '../protocol.ts';
import { raw } from '../testing/raw-tus.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import { TUS, tusSession, type Headers, type TusSession } from '../testing/tus-session.ts';
import {
	newHeader,
	OTHER_TOKEN,
	ourServer,
	PHONE_TOKEN,
	type OurServer
} from '../testing/upload-server.ts';

let folder: TemporaryFolder;
let server: OurServer;
let session: TusSession;
let said: string[];

const log: Log = {
	info: (_fields, message) => void said.push(`info ${message}`),
	warn: (_fields, message) => void said.push(`warn ${message}`),
	error: (_fields, message) => void said.push(`error ${message}`)
};

async function restart(options: Parameters<typeof ourServer>[1] = {}): Promise<void> {
	await server.close();
	server = await ourServer(folder.path, { registry: server.registry, log, ...options });
	session = tusSession(server);
}

beforeEach(async () => {
	said = [];
	folder = await temporaryFolder();
	server = await ourServer(folder.path, { log });
	session = tusSession(server);
});
afterEach(async () => {
	await server.close();
	await folder.remove();
});

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

async function finish(bytes: number, digest: string, headers: Headers = TUS) {
	const url = finishUrl(session.part);
	const body = JSON.stringify({ bytes, sha256: digest });
	const reply = await raw(server.origin, { method: 'POST', url, headers, body });
	return { status: reply.status, ...(JSON.parse(reply.body) as Record<string, unknown>) };
}

const finishWhole = () => finish(session.data.byteLength, sha256(session.data));

describe('finish', () => {
	test('[C24] verifies what is kept and synced, and says so again as often as it is asked', async () => {
		await session.create();
		await session.patch(0, 200_000);
		const verified = { status: 200, v: 1, verified: true, head: { seq: 1 } };
		expect(await finishWhole()).toMatchObject(verified);
		expect(await finishWhole()).toMatchObject(verified);
		expect(said).toEqual(['info part created', 'info part verified']);
	});

	test('[C24] a part that has not come whole goes on from where it is', async () => {
		await session.create();
		await session.patch(0, 150_000);
		expect(await finishWhole()).toEqual({ status: 409, code: 'part.incomplete', size: 150_000 });
		await session.patch(150_000, 200_000);
		expect((await finishWhole()).status).toBe(200);
	});

	test('[C24] a wrong digest sets the part aside: it is sent again from 0, its length declared anew', async () => {
		await session.create();
		await session.patch(0, 200_000, { 'Upload-Length': 200_000 });
		expect(await finish(200_000, sha256(Buffer.from('other')))).toMatchObject({
			status: 409,
			code: 'part.digest-mismatch'
		});
		expect(await session.head()).toEqual({ status: 200, offset: '0', length: undefined });
		await session.patch(0, 200_000, { 'Upload-Length': 200_000 });
		expect((await finishWhole()).status).toBe(200);
		expect(said).toContain('warn part set aside: its digest is wrong');
	});

	test('[C24] more bytes than the device has are a mismatch, too', async () => {
		await session.create();
		await session.patch(0, 200_000);
		const less = await finish(100_000, sha256(session.data.subarray(0, 100_000)));
		expect(less).toMatchObject({ status: 409, code: 'part.digest-mismatch' });
	});

	test('[C24] a verified part takes nothing more and is never set aside', async () => {
		await session.create();
		await session.patch(0, 200_000);
		await finishWhole();
		expect(await finish(200_000, sha256(Buffer.from('x')))).toMatchObject({ status: 409 });
		expect((await session.patch(0, 1000)).status).toBe(409);
		const more = await raw(server.origin, {
			method: 'PATCH',
			url: session.url,
			headers: {
				...TUS,
				'Content-Type': 'application/offset+octet-stream',
				'Upload-Offset': 200_000
			},
			body: 'more'
		});
		expect(more.status).toBe(413);
		expect(await session.head()).toEqual({ status: 200, offset: '200000', length: '200000' });
		expect(await server.bytesOf(session.part)).toEqual(session.data);
	});

	test('[C24] nonsense in the body is refused', async () => {
		await session.create();
		const url = finishUrl(session.part);
		for (const body of ['', '{', '[]', '{"bytes":-1,"sha256":"x"}', `"${'x'.repeat(9000)}"`]) {
			const reply = await raw(server.origin, { method: 'POST', url, headers: TUS, body });
			expect([reply.status, reply.body]).toEqual([400, '{"code":"input.invalid"}']);
		}
	});

	test('[C24] an empty part can be finished', async () => {
		await session.create();
		expect((await finish(0, sha256(Buffer.alloc(0)))).status).toBe(200);
	});
});

const EVERY_VERB = ['HEAD', 'PATCH', 'finish'] as const;

/** Each verb on the session's part, with these headers over the usual ones. */
async function everyVerb(headers: Headers): Promise<number[]> {
	const head = await session.ask('HEAD', { ...TUS, ...headers });
	const patch = await session.patch(0, 1000, headers);
	const finished = await finish(0, sha256(Buffer.alloc(0)), { ...TUS, ...headers });
	return [head.status, patch.status, finished.status];
}

describe('who may', () => {
	const all = (status: number) => EVERY_VERB.map(() => status);

	test('[C24] no verb without a valid token', async () => {
		await session.create();
		expect(await everyVerb({ Authorization: 'Bearer wrong' })).toEqual(all(401));
		expect(await everyVerb({ Authorization: 'Basic x' })).toEqual(all(401));
		expect((await session.create({ Authorization: 'Bearer wrong' })).status).toBe(401);
	});

	test("[C24] nobody writes into, reads or finishes another's part", async () => {
		await session.create();
		expect(await everyVerb({ Authorization: `Bearer ${OTHER_TOKEN}` })).toEqual(all(403));
		const created = await session.create({
			'Upload-Defer-Length': 1,
			Authorization: `Bearer ${OTHER_TOKEN}`
		});
		expect([created.status, created.body]).toEqual([403, '{"code":"part.not-yours"}']);
		expect((await server.bytesOf(session.part)).byteLength).toBe(0);
	});

	test('[C24] the phone of the same attempt does not touch what the desktop sends, nor the desktop its', async () => {
		const phone = { ...TUS, Authorization: `Bearer ${PHONE_TOKEN}` };
		await session.create();
		expect(await everyVerb({ Authorization: `Bearer ${PHONE_TOKEN}` })).toEqual(all(403));
		const create = (header: PartHeader, headers: Headers) =>
			session.ask(
				'POST',
				{ ...headers, 'Upload-Defer-Length': 1, 'Upload-Metadata': encodeMetadata(header) },
				UPLOAD_PATH
			);
		const camera = await create(newHeader(), phone);
		expect([camera.status, camera.body]).toEqual([403, '{"code":"token.wrong-scope"}']);
		const evidence = { ...newHeader(), track: 'evidence' as const };
		expect((await create(evidence, TUS)).status).toBe(403);
		expect((await create(evidence, phone)).status).toBe(201);
		expect((await session.ask('HEAD', phone, partUrl(evidence.id))).status).toBe(200);
		expect((await session.ask('HEAD', TUS, partUrl(evidence.id))).status).toBe(403);
	});

	test("[C24] nobody takes another's part by its id", async () => {
		await session.create();
		const other = server.registry.grants.get(OTHER_TOKEN);
		const stolen = { ...newHeader(), id: session.part, attempt: other?.attempt ?? '' };
		const reply = await session.ask(
			'POST',
			{
				'Tus-Resumable': '1.0.0',
				Authorization: `Bearer ${OTHER_TOKEN}`,
				'Upload-Defer-Length': 1,
				'Upload-Metadata': encodeMetadata(stolen)
			},
			UPLOAD_PATH
		);
		expect([reply.status, reply.body]).toEqual([403, '{"code":"part.not-yours"}']);
	});

	test('[C24] a page of another origin is refused, our own is not', async () => {
		await session.create();
		expect(await everyVerb({ Origin: 'https://elsewhere.example' })).toEqual(all(403));
		expect(await everyVerb({ Origin: 'null' })).toEqual(all(403));
		expect(await everyVerb({ Origin: server.origin })).toEqual([200, 204, 409]);
	});

	test('a header that is no part header is refused', async () => {
		const header = newHeader();
		const { lease: _, ...incomplete } = header;
		const bad = [
			incomplete,
			{ ...header, id: '../../etc/passwd' },
			{ ...header, id: header.id.toUpperCase() },
			{ ...header, track: 'other' },
			{ ...header, startedAt: -1 }
		];
		for (const one of bad) {
			const metadata = encodeMetadata(one as typeof header);
			const reply = await session.create({
				'Upload-Defer-Length': 1,
				'Upload-Metadata': metadata
			});
			expect(reply.status, JSON.stringify(one)).toBe(400);
		}
		expect(server.registry.parts.size).toBe(0);
	});

	test.each(['/api/upload/x', '/api/upload/..%2f..%2fetc', `${partUrl(randomUUID())}/other`])(
		'there is nothing at %s',
		async (url) => expect([404, 405]).toContain((await session.ask('HEAD', TUS, url)).status)
	);
});

describe('when something is wrong here', () => {
	test('[C24] a full disk is said with the offset that holds', async () => {
		await session.create();
		await session.patch(0, 1000);
		const { data, part, url } = session;
		await restart({ minFreeBytes: Number.MAX_SAFE_INTEGER });
		const reply = await raw(server.origin, {
			method: 'PATCH',
			url,
			headers: { ...TUS, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': 1000 },
			body: data.subarray(1000)
		});
		expect([reply.status, reply.headers['upload-offset']]).toEqual([507, '1000']);
		expect(JSON.parse(reply.body)).toEqual({ code: 'storage.full', size: 1000 });
		expect((await server.bytesOf(part)).byteLength).toBe(1000);
		expect(said).toContain('warn no space for a part');
	});

	test('[C24] while the database is away every verb asks to come again, and nothing is lost', async () => {
		await session.create();
		server.registry.down = new Error('connection refused');
		expect(await everyVerb({})).toEqual([503, 503, 503]);
		const reply = await session.create();
		expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([
			503,
			'2',
			'{"code":"server.busy"}'
		]);
		server.registry.down = null;
		expect((await session.patch(0, 1000)).status).toBe(204);
	});

	test('[C24] a body that stalls is cut off, and what came of it is kept', async () => {
		await restart({ stallMs: 200 });
		await session.create();
		const half = await session.half(0, 60_000, 150_000);
		expect(await half.answered).toBeNull();
		await sleep(50);
		expect((await server.bytesOf(session.part)).byteLength).toBe(60_000);
	});
});

test('no answer is cached or guessed at, and each refusal has its code', async () => {
	const replies = [
		await session.ask('OPTIONS', {}, UPLOAD_PATH),
		await session.create(),
		await session.patch(0, 10),
		await session.patch(0, 10),
		await session.ask('GET'),
		await session.ask('GET', TUS, UPLOAD_PATH),
		await session.ask('DELETE', {})
	];
	expect(replies.map(({ status }) => status)).toEqual([204, 201, 204, 409, 405, 405, 405]);
	for (const { headers } of replies) {
		expect(headers['cache-control']).toBe('no-store');
		expect(headers['x-content-type-options']).toBe('nosniff');
	}
	expect(replies.slice(3).map(({ body }) => (JSON.parse(body) as { code: string }).code)).toEqual([
		'part.wrong-offset',
		'upload.wrong-method',
		'upload.wrong-method',
		'upload.wrong-method'
	]);
});
