// A server process that is really killed, again and again, in the middle of PATCHes; one client goes on.
import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { partPaths } from '../../recording/server/part-paths.ts';
import { finishUrl } from '../protocol.ts';
import { raw } from './raw-tus.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
import { TUS, tusSession, type TusSession } from './tus-session.ts';
import { ATTEMPT, newHeader, TOKEN, type UploadServer } from './upload-server.ts';

const KILLS = 6;
const PART_BYTES = 24_000_000;
const PATCH_BYTES = 1_000_000;
/** At most this long after half of a PATCH was handed over the kill comes. */
const KILL_WITHIN_MS = 40;

let folder: TemporaryFolder;
let child: ChildProcess | null = null;

beforeEach(async () => {
	folder = await temporaryFolder();
});
afterEach(async () => {
	await kill();
	await folder.remove();
});

async function start(): Promise<UploadServer> {
	const { lease } = newHeader();
	const script = join(import.meta.dirname, 'killable-server.ts');
	child = fork(script, [folder.path, ATTEMPT, lease, TOKEN], { execArgv: [] });
	const [{ port }] = (await once(child, 'message')) as [{ port: number }];
	const paths = partPaths(folder.path);
	return {
		origin: `http://127.0.0.1:${port}`,
		bytesOf: (part) => readFile(paths.raw(ATTEMPT, part)),
		close: kill
	};
}

async function kill(): Promise<void> {
	if (!child) return;
	const dead = once(child, 'exit');
	child.kill('SIGKILL');
	await dead;
	child = null;
}

/** @returns the offset that the server names after a new start */
async function comeBack(session: TusSession): Promise<number> {
	expect((await session.create()).status).toBe(201);
	return Number((await session.head()).offset);
}

async function expectOnDisk(
	{ server, part, data }: TusSession,
	acknowledged: number
): Promise<void> {
	const kept = await server.bytesOf(part);
	expect(kept.byteLength).toBeGreaterThanOrEqual(acknowledged);
	expect(kept.equals(data.subarray(0, kept.byteLength))).toBe(true);
}

test('[C15] [C24] kill -9 of the server during PATCHes: every acknowledged byte is there, the digest is right', async () => {
	let session = tusSession(await start(), PART_BYTES);
	let offset = await comeBack(session);
	for (let nth = 1; nth <= KILLS; nth++) {
		for (const whole of [1, 2]) {
			const { status, headers } = await session.patch(offset, offset + whole * PATCH_BYTES);
			expect(status).toBe(204);
			offset = Number(headers['upload-offset']);
		}
		// half of the next one is on its way when the process dies
		await session.half(offset, offset + PATCH_BYTES / 2, PATCH_BYTES);
		await sleep((KILL_WITHIN_MS * nth) / KILLS);
		await kill();
		await expectOnDisk(session, offset);
		session = session.at(await start());
		const now = await comeBack(session);
		expect(now).toBeGreaterThanOrEqual(offset);
		offset = now;
	}
	const last = await session.patch(offset, PART_BYTES);
	expect(last.headers['upload-offset']).toBe(String(PART_BYTES));
	const sha256 = createHash('sha256').update(session.data).digest('hex');
	const finished = await raw(session.server.origin, {
		method: 'POST',
		url: finishUrl(session.part),
		headers: TUS,
		body: JSON.stringify({ bytes: PART_BYTES, sha256 })
	});
	expect(finished.status).toBe(200);
	expect(
		createHash('sha256')
			.update(await session.server.bytesOf(session.part))
			.digest('hex')
	).toBe(sha256);
}, 60_000);
