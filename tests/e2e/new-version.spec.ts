// A deployment in the middle of an attempt: another build takes the server's place. The page in the browser stays what
// it was, through reloads and without a network, until the attempt is done (C3).
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { candidateOf, startDemo, type Demo } from '../lib/demo.ts';
import { endInterview, enter, expectRecording, expectUploaded } from '../lib/candidate.ts';
import { expect, test as base } from '../lib/fixtures.ts';
import { expectNothingLost, vaultParts } from '../lib/ledger.ts';
import { buildOtherVersion, type OtherVersion } from '../lib/other-version.ts';
import { startServerProcess } from '../lib/server-process.ts';

const SERVER_OF_B = '服务器（新版）';
const TITLE_OF_B = '账号登录（新版）';
const BUILT_WITHIN_MS = 120_000;

interface Fixtures {
	other: OtherVersion;
	/** On a folder that outlives it. */
	first: Demo;
}

const test = base.extend<Fixtures>({
	other: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this very pattern
		async ({}, use) => {
			const other = await buildOtherVersion({
				'status.server': SERVER_OF_B,
				'entry.account-login': TITLE_OF_B
			});
			await use(other);
			await other.remove();
		},
		// a build beside other tests is slow, and no part of the attempt
		{ timeout: BUILT_WITHIN_MS }
	],
	// after the build, so that the sitting's time is not spent on it
	first: async ({ other: _ }, use) => {
		const data = await mkdtemp(join(tmpdir(), 'duimian-versions-'));
		await chmod(data, 0o755);
		const demo = await startDemo({ startIn: 20, minutes: 5, data });
		await use(demo);
		await demo.stop();
		await rm(data, { recursive: true, force: true });
	},
	baseURL: ({ first }, use) => use(first.url)
});

const versionOf = (page: Page): Promise<string | null> =>
	page.locator('meta[name=version]').getAttribute('content');

const mark = (page: Page): Promise<void> =>
	page.evaluate(() => void Object.assign(window, { unreloaded: true }));
const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => 'unreloaded' in window);

/** What the browser does at each visit, at once. @returns the workers it then has */
const lookForUpdate = (page: Page): Promise<{ active: boolean; next: boolean }> =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		await registration.update().catch(() => {});
		while (registration.installing) await new Promise((resolve) => setTimeout(resolve, 50));
		return { active: registration.active !== null, next: registration.waiting !== null };
	});

test('[C3] a new version deployed during an attempt reloads nothing, and comes when it is done', async ({
	page,
	other,
	first,
	expectedErrors
}) => {
	test.setTimeout(180_000);
	// while the server is away
	expectedErrors.push(/net::ERR_|WebSocket connection|status of 50\d/);
	const port = Number(new URL(first.url).port);
	await enter(page, first.url, candidateOf(first, 0));
	const versionA = await versionOf(page);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await mark(page);

	await first.stop();
	let second = await startServerProcess(first.data, port, {}, other.root);
	try {
		await test.step('the page goes on recording and uploading, unreloaded', async () => {
			await expect(page.getByText('正常', { exact: true }).first()).toBeVisible();
			const before = await bytesOnServer(first.data);
			await expect.poll(() => bytesOnServer(first.data)).toBeGreaterThan(before);
			expect(await lookForUpdate(page)).toEqual({ active: true, next: false });
			expect(await isMarked(page)).toBe(true);
			await expectRecording(page);
		});

		await test.step('reloaded by the person, it is still the version it began with', async () => {
			await page.reload();
			await page.getByRole('button', { name: '重新共享屏幕' }).click();
			await expectRecording(page);
			expect(await versionOf(page)).toBe(versionA);
			await expect(page.getByText('服务器', { exact: true })).toBeVisible();
			await expect(page.getByText(SERVER_OF_B)).toHaveCount(0);
		});

		await test.step('and with the network gone too', async () => {
			await second.stop();
			await page.reload();
			await page.getByRole('button', { name: '重新共享屏幕' }).click();
			await expectRecording(page);
			expect(await versionOf(page)).toBe(versionA);
			second = await startServerProcess(first.data, port, {}, other.root);
		});

		await endInterview(page);
		await expectUploaded(page);
		await expectNothingLost(first.data, await vaultParts(page));

		await test.step('the entry page is the new version, and brings it in without a reload', async () => {
			await page.getByRole('button', { name: '回到首页' }).click();
			await expect(page.getByRole('heading', { name: TITLE_OF_B })).toBeVisible();
			await mark(page);
			const account = page.getByLabel('账号');
			await account.fill('typing');
			await expect.poll(() => keptShell(page)).toBe(await versionOf(page));
			expect(await isMarked(page)).toBe(true);
			await expect(account).toHaveValue('typing');
			// the attempt is done and its login ended: the address leads back to the entry, by the new version
			await page.goto('/interview');
			await expect(page).toHaveURL(`${first.url}/`);
			await expect(page.getByRole('heading', { name: TITLE_OF_B })).toBeVisible();
			expect(await versionOf(page)).not.toBe(versionA);
		});
	} finally {
		await second.stop();
	}
});

/** The version of the interview's page that the worker in charge would answer with. */
const keptShell = (page: Page): Promise<string | null> =>
	page.evaluate(async () => {
		const html = await (await fetch('/interview')).text();
		return /<meta name="version" content="([^"]*)"/.exec(html)?.[1] ?? null;
	});

/** What has arrived of all recordings. */
async function bytesOnServer(data: string): Promise<number> {
	const folder = join(data, 'recordings');
	// not made before the first byte
	const names = await readdir(folder, { recursive: true }).catch(() => []);
	const sizes = names
		.filter((name) => name.endsWith('.part'))
		.map(async (name) => (await stat(join(folder, name))).size);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
