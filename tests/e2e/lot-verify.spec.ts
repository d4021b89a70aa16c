// The draw of lots as the public meets it: sealed and announced at the command line beside the running server,
// recomputed in a visitor's browser and by the independent script.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

const SIZES = [
	[1366, 768],
	[1920, 1080],
	[390, 844]
] as const;
const VALUE = '福彩 3D 4 0 7';
const ROOT = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

// a server of its own: its sitting's time is moved
test.use({ demoOptions: { startIn: 7200, minutes: 2, candidates: 5, undrawn: true } });

/** An npm script as an operator runs it. */
async function command(name: string, ...args: string[]) {
	return run(process.execPath, [join(ROOT, 'scripts', `${name}.ts`), ...args]).then(
		({ stdout }) => ({ code: 0, said: stdout }),
		(failed: { code: number; stdout: string; stderr: string }) => ({
			code: failed.code,
			said: failed.stdout + failed.stderr
		})
	);
}

const findings = (page: Page) => page.locator('ol .chip').allTextContents();

async function expectFine(page: Page): Promise<void> {
	for (const [width, height] of SIZES) {
		await page.setViewportSize({ width, height });
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide, `at ${width}`).toBeLessThanOrEqual(width);
		await expectAccessible(page);
	}
	await page.setViewportSize({ width: 1366, height: 768 });
}

test('[C12] sealed, announced, revealed: anybody recomputes it, the holder finds their own number', async ({
	page,
	demo
}) => {
	const [row] = await query<{ id: string; code: string; name: string }>(
		demo.data,
		'select rooms.id, code, name from rooms join sittings on sittings.id = sitting_id'
	);
	const room = row?.id ?? '';
	const name = `${row?.code ?? ''}/${row?.name ?? ''}`;
	const lot = (...args: string[]) => command('lot', name, '--data', demo.data, ...args);

	await page.goto(`/verify/lot/${room}`);
	await expect(page.getByText('这个考场的名单还没有封存')).toBeVisible();
	await expectFine(page);
	const early = await lot('--value', VALUE);
	expect(early.code).toBe(1);
	expect(early.said).toMatch(/还没有封存[^]*not sealed yet/);

	const sealed = await lot();
	expect(sealed.code).toBe(0);
	const commitment = /check code\s+([0-9a-f]{64})/.exec(sealed.said)?.[1] ?? 'none';
	await page.getByRole('button', { name: '刷新' }).click();
	await expect.poll(() => findings(page)).toEqual(['相符', '尚未公布', '尚未公布', '尚未公布']);
	const shown = await page.locator('dd.code').first().textContent();
	expect(shown?.replaceAll(' ', '')).toBe(commitment);
	await expectFine(page);

	expect((await lot('--value', VALUE)).code).toBe(0);
	expect((await lot('--value', '1')).said).toMatch(/不能更改[^]*cannot be changed/);
	await page.getByRole('button', { name: '刷新' }).click();
	await expect.poll(() => findings(page)).toEqual(['相符', '尚未公布', '相符', '尚未公布']);

	await query(demo.data, 'update sittings set starts_at = starts_at - 3 * 3600 * 1000');
	await page.getByRole('button', { name: '刷新' }).click();
	await expect(page.getByText('全部相符：5 个号码')).toBeVisible();
	expect(await findings(page)).toEqual(['相符', '相符', '相符', '相符']);

	const [own] = await query<{ salt: string; attempt: string; number: number }>(
		demo.data,
		'select salt, attempt_id as attempt, number from lot_leaves limit 1'
	);
	await page.getByLabel('盐值').fill(own?.salt ?? '');
	await page.getByLabel('应试编号').fill(own?.attempt ?? '');
	await expect(page.getByText(`号码是 ${String(own?.number)}。`)).toBeVisible();
	await expect(page.locator('tr.mine td').first()).toHaveText(String(own?.number));
	await expectFine(page);

	const receipt = ['--salt', own?.salt ?? '', '--attempt', own?.attempt ?? ''];
	const url = `${demo.url}/api/rooms/${room}/lot`;
	const recount = await command('verify-lot', url, ...receipt);
	expect(recount.code).toBe(0);
	expect(recount.said).toMatch(new RegExp(`receipt  [0-9a-f]{64}  ${String(own?.number)}\n`));
});

test('[C12] a receipt in the address is used in the browser and never reaches the server', async ({
	page,
	demo
}) => {
	const [row] = await query<{ id: string }>(demo.data, 'select id from rooms');
	await command('lot', row?.id ?? '', '--data', demo.data);
	const asked: string[] = [];
	page.on('request', (request) => {
		asked.push(request.url().replace(/#.*/, ''), request.postData() ?? '');
	});
	const secret = 'a'.repeat(64);
	const attempt = '00000000-0000-4000-8000-000000000001';
	await page.goto(`/verify/lot/${row?.id ?? ''}#salt=${secret}&attempt=${attempt}`);
	await expect(page.getByText('名单里没有这个签码')).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('盐值')).toHaveValue(secret);
	expect(asked.filter((text) => text.includes(secret))).toEqual([]);
	expect(asked.length).toBeGreaterThan(2);
});

test.describe('a room that nobody knows', () => {
	test.use({ expectedErrors: [/404/] });

	test('[C12] is a plain page, and a code for programs', async ({ page, request }) => {
		for (const room of ['nowhere', '00000000-0000-4000-8000-000000000000']) {
			const response = await page.goto(`/verify/lot/${room}`);
			expect(response?.status()).toBe(404);
			await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible();
			await expect(page.getByText('没有这个考场')).toBeVisible();
			await expectAccessible(page);
			const answer = await request.get(`/api/rooms/${room}/lot`);
			expect(answer.status()).toBe(404);
			expect(await answer.json()).toEqual({ code: 'lot.not-found' });
			expect(answer.headers()['cache-control']).toBe('no-store');
		}
	});
});
