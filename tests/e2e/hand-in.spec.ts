// A candidate's recording that never went over the network: its file on a technician's drive, taken in by the built
// server, from the page and from the command line.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { APIRequestContext } from 'playwright/test';
import { createMemoryVault } from '../../src/lib/recording/testing/memory-vault.ts';
import type { HandInKey } from '../../src/lib/upload/browser/hand-in-file.ts';
import { addPart, handInBytes } from '../../src/lib/upload/testing/sample-hand-in.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 600, minutes: 1 } });

const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);
const PART_BYTES = 5_000_000;

interface SavedFile {
	readonly path: string;
	readonly attempt: string;
	readonly part: string;
	readonly film: Buffer;
}

/** What the candidate's page would save, for a device that is logged in. */
async function savedFile(
	request: APIRequestContext,
	demo: Demo,
	folder: string
): Promise<SavedFile> {
	const { account, password } = candidateOf(demo, 0);
	const headers = { origin: demo.url, accept: 'text/html' };
	await request.post(`${demo.url}/?/account`, {
		headers,
		form: { account, password },
		maxRedirects: 0
	});
	const opened = await request.post(`${demo.url}/api/attempt/lease`, {
		headers: { origin: demo.url },
		data: {
			...{ v: 1, device: 'desktop', label: 'e2e' },
			key: randomBytes(32).toString('base64url')
		}
	});
	const { token, attempt, lease } = (await opened.json()) as Record<
		'token' | 'attempt' | 'lease',
		string
	>;
	const read = await request.get(`${demo.url}/api/attempt`, {
		headers: { authorization: `Bearer ${token}` }
	});
	const { state } = (await read.json()) as { state: { frozen: { handInKey: HandInKey } } };
	const vault = createMemoryVault();
	const part = randomUUID();
	const film = await addPart(
		vault,
		{
			...{ id: part, attempt, lease, track: 'camera', mime: 'video/webm;codecs=vp8,opus' },
			...{ startedAt: Date.now(), width: 640, height: 480, bitsPerSecond: 648_000, source: '' }
		},
		PART_BYTES
	);
	const file = await handInBytes({
		...{ vault, attempt, lease, token, key: state.frozen.handInKey },
		...{ commands: [], now: Date.now() }
	});
	const path = join(folder, '对面-e2e.duimian');
	await writeFile(path, file);
	return { path, attempt, part, film };
}

test('[C24] a technician takes in a file; twice is harmless, damage and strangers are told in words', async ({
	page,
	demo,
	request,
	newContext
}) => {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-hand-in-'));
	const saved = await savedFile(request, demo, folder);
	await logIn(page, demo.staff.technician);
	await page.getByRole('link', { name: '收取离线文件' }).click();
	const choose = page.locator('input[type=file]');
	await expect(page.getByRole('heading', { name: '收取离线文件' })).toBeVisible();
	await expectAccessible(page);

	const letter = join(folder, '简历.pdf');
	await writeFile(letter, '%PDF-1.7');
	await choose.setInputFiles(letter);
	await expect(page.getByText('这不是考生保存的加密文件')).toBeVisible();

	const damaged = join(folder, 'damaged.duimian');
	const bytes = await readFile(saved.path);
	bytes.fill(0, 3_000_000, 3_000_010);
	await writeFile(damaged, bytes);
	await choose.setInputFiles(damaged);
	await expect(page.getByText('文件里这一段有损坏')).toBeVisible();
	await expectAccessible(page);

	await choose.setInputFiles(saved.path);
	await expect(page.getByText('全部收下，这台设备的 1 段录像已齐全')).toBeVisible();
	await expectAccessible(page);
	const raw = join(demo.data, 'recordings', saved.attempt, `${saved.part}.part`);
	expect((await readFile(raw)).equals(saved.film)).toBe(true);
	const verified = await query(
		demo.data,
		`select 1 from attempt_events where type = 'part.verified' and data like '%${saved.part}%'`
	);
	expect(verified).toHaveLength(1);
	const audited = await query(
		demo.data,
		`select 1 from audit_log where action = 'hand-in.taken' and target = 'attempt:${saved.attempt}'`
	);
	expect(audited).toHaveLength(2);

	for (const [width, height] of [
		[390, 844],
		[1920, 1080],
		[1366, 768]
	] as const) {
		await page.setViewportSize({ width, height });
		const overhang = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(overhang, `at ${width}`).toBeLessThanOrEqual(0);
	}

	await choose.setInputFiles(saved.path);
	await expect(page.getByText('这个文件已经交过，1 段录像都在服务器上')).toBeVisible();

	const command = join(ROOT, 'scripts', 'hand-in.ts');
	const again = await run(process.execPath, [command, saved.path, '--data', demo.data]);
	expect(again.stdout).toContain('服务器上已有');
	expect(again.stdout).toContain('1 / 1 段在服务器上');
	const wrong = await run(process.execPath, [command, letter, '--data', demo.data]).catch(
		(error: unknown) => error as { stderr: string }
	);
	expect(wrong.stderr).toContain('这不是考生保存的加密文件');

	const invigilator = await (await newContext()).newPage();
	await logIn(invigilator, demo.staff.invigilator);
	await expect(invigilator.getByRole('link', { name: '收取离线文件' })).toHaveCount(0);
	await rm(folder, { recursive: true, force: true });
});
