// The demo command itself: one line of JSON, nothing left behind, nothing that stops the next start.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { candidateOf, startDemo } from '../lib/demo.ts';
import { query } from '../lib/ledger.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const SITTING = { startIn: 60, minutes: 1 };

test('after kill -9 the next start works, earlier sittings stay; Ctrl-C ends the database too', async ({
	request
}) => {
	const data = await mkdtemp(join(tmpdir(), 'duimian-demo-'));
	await chmod(data, 0o755);
	const first = await startDemo({ ...SITTING, data });
	expect(first.sitting.endsAt - first.sitting.startsAt).toBe(60_000);
	expect(first.candidates).toHaveLength(3);
	await first.kill();
	const second = await startDemo({ ...SITTING, data });
	const sittings = await query<{ id: string }>(data, 'select id from sittings');
	expect(sittings.map(({ id }) => id).sort()).toEqual([first.sitting.id, second.sitting.id].sort());

	const { account, password } = candidateOf(first, 0);
	const login = await request.post(`${second.url}/?/account`, {
		headers: { origin: second.url, accept: 'text/html' },
		form: { account, password },
		maxRedirects: 0
	});
	expect(login.status()).toBe(303);
	const health = await request.get(`${second.url}/api/health`);
	expect(await health.json()).toMatchObject({ ok: true, database: { ok: true } });

	const database = Number(await postmasterPid(data));
	await second.stop();
	// the operating system may take a moment to forget it
	await expect.poll(() => isRunning(database)).toBe(false);
	await expect(access(join(data, 'server.pid'))).rejects.toThrow();
	await rm(data, { recursive: true, force: true });
});

test('wrong arguments are named, in both languages, and nothing is started', async () => {
	const demo = join(ROOT, 'scripts', 'demo.ts');
	const wrong = run(process.execPath, [demo, '--minutes', 'three']);
	await expect(wrong).rejects.toMatchObject({ code: 1 });
	const { stderr } = await wrong.catch((error: unknown) => error as { stderr: string });
	expect(stderr).toContain('--minutes 应是');
	expect(stderr).toContain('--minutes takes a number');
	expect(stderr).not.toContain('    at ');
});

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}
	return !isZombie(pid);
}

/** Dead, but not yet collected by whoever is the parent of orphans here (Linux). */
function isZombie(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === true;
	} catch {
		return false;
	}
}

async function postmasterPid(data: string): Promise<string> {
	const file = join(data, 'database', 'cluster', 'postmaster.pid');
	return (await readFile(file, 'utf8')).split('\n')[0] ?? '';
}
