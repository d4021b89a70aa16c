// A server of device checks for tests in a real browser: the real tus handler on a real disk at the page's own origin,
// the facts in memory. What stands beside the checks is for tests alone: faults, and what is left.
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { partPaths } from '../../recording/server/part-paths.ts';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { silentLog } from '../../shared/log.ts';
import { createDiskPartBytes } from '../../upload/server/disk-part-bytes.ts';
import { createTusHandler } from '../../upload/server/tus-handler.ts';
import { memoryPartRegistry } from '../../upload/testing/memory-part-registry.ts';
import { bearerToken } from '../../upload/tus-headers.ts';
import { CHECK_IDLE_MS, CHECK_LIFE_MS, CHECK_PART_BYTES } from '../limits.ts';
import { CHECK_PATH, CHECK_UPLOAD_PATH, checkFilmUrl } from '../wire.ts';
import { HASTY_IDLE_MS, TEST_PATH, type TestFault } from './check-faults.ts';

export function checkServer(): Plugin {
	return {
		name: 'duimian-check-server',
		async configureServer({ middlewares, httpServer }) {
			const folder = await mkdtemp(join(tmpdir(), 'duimian-check-'));
			const handle = createCheckServer(folder);
			middlewares.use((req, res, next) => void (handle(req, res) || next()));
			httpServer?.on('close', () => void rm(folder, { recursive: true, force: true }));
		}
	};
}

/** @returns whether the request was one of its own */
function createCheckServer(folder: string) {
	const registry = memoryPartRegistry();
	const paths = partPaths(folder, 'checks');
	const uploads = createTusHandler({
		...{ registry, log: silentLog, maxPartBytes: CHECK_PART_BYTES, path: CHECK_UPLOAD_PATH },
		bytes: createDiskPartBytes({ paths, log: silentLog, minFreeBytes: 0 })
	});
	let fault: TestFault = 'none';

	function open(res: ServerResponse): void {
		if (fault === 'busy') return refuse(res, 'check.busy');
		const [check, token] = [randomUUID(), randomUUID()];
		registry.grants.set(token, { attempt: check, lease: check, scope: 'attempt' });
		const idleMs = fault === 'hasty' ? HASTY_IDLE_MS : CHECK_IDLE_MS;
		setTimeout(() => {
			if (!existsSync(paths.folder(check))) registry.grants.delete(token);
		}, idleMs).unref();
		answer(res, { check, token, lifeMs: CHECK_LIFE_MS, idleMs });
	}

	async function end(token: string, res: ServerResponse): Promise<void> {
		const grant = registry.grants.get(token);
		registry.grants.delete(token);
		if (grant) await rm(paths.folder(grant.attempt), { recursive: true, force: true });
		answer(res, {});
	}

	function film(token: string, part: string, res: ServerResponse): void {
		const grant = registry.grants.get(token);
		if (!grant) return refuse(res, 'token.invalid');
		const path = paths.raw(grant.attempt, part);
		if (!existsSync(path)) return refuse(res, 'part.not-found');
		// a stranger's film is none: 40 bytes short of it at the beginning
		const start = fault === 'other-film' ? 40 : 0;
		createReadStream(path, { start }).pipe(res);
	}

	function upload(req: IncomingMessage, res: ServerResponse): void {
		if (fault === 'full' && req.method === 'PATCH') return refuse(res, 'storage.full');
		if (fault === 'expired') registry.grants.clear();
		if (fault === 'gone' || (fault === 'gone-once' && req.method === 'PATCH')) {
			if (fault === 'gone-once') fault = 'none';
			return void req.destroy();
		}
		void uploads.handle(req, res);
	}

	async function test(asked: URL, res: ServerResponse): Promise<void> {
		fault = (asked.searchParams.get('fault') ?? fault) as TestFault;
		const files = await readdir(paths.root, { recursive: true }).catch(() => []);
		answer(res, { open: registry.grants.size, files: files.length });
	}

	return (req: IncomingMessage, res: ServerResponse): boolean => {
		const asked = new URL(req.url ?? '', 'http://test');
		const { pathname } = asked;
		const token = bearerToken(req.headers) ?? '';
		if (pathname === '/api/time') answer(res, { now: Date.now() - 5000, epoch: '' });
		else if (pathname === TEST_PATH) void test(asked, res);
		else if (uploads.handles(pathname)) upload(req, res);
		else if (pathname.startsWith(checkFilmUrl('')))
			film(token, pathname.slice(checkFilmUrl('').length), res);
		else if (pathname !== CHECK_PATH) return false;
		else if (req.method === 'DELETE') void end(token, res);
		else open(res);
		return true;
	};
}

function answer(res: ServerResponse, body: object, status = 200): void {
	res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
	res.end(JSON.stringify({ v: 1, ...body }));
}

const refuse = (res: ServerResponse, code: ErrorCode): void =>
	answer(res, { code }, ERRORS[code].status);
