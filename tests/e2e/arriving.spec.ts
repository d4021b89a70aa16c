// Arriving: the exam's address and its window, countdowns, browsers that cannot record, and the shell without a network.
import type { Page } from 'playwright/test';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { enter, expectRecording } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { query, vaultParts } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 600, minutes: 3 } });

const LOGIN_OPENS_BEFORE_MS = 30 * 60_000;
const WECHAT =
	'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13)';
const NO_NETWORK = /net::ERR_|WebSocket connection/;

const mark = (page: Page): Promise<void> =>
	page.evaluate(() => void Object.assign(window, { unreloaded: true }));
const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => 'unreloaded' in window);

/** An exam of its own beside the demo's, with one sitting and no candidates. */
async function addExam(
	{ data }: Demo,
	exam: { code: string; startsAt: number; opensAt?: number; closesAt?: number }
): Promise<void> {
	const { code, startsAt, opensAt = null, closesAt = null } = exam;
	await query(
		data,
		`with exam as (
			insert into exams (id, code, opens_at, closes_at, rules, texts, created_at)
			select gen_random_uuid(), $1, $2, $3, rules, texts, 0 from exams limit 1 returning id
		)
		insert into sittings (id, exam_id, code, kind, starts_at, ends_at, created_at)
		select gen_random_uuid(), id, $1, 'formal', $4::bigint, $4::bigint + 900000, 0 from exam`,
		[code, opensAt, closesAt, startsAt]
	);
}

test.describe('the address of an exam', () => {
	// other exams beside the demo's: whatever stands at `/` speaks of none of them then
	test('[C1] before its window counts down to it, and changes by itself at that second', async ({
		page,
		demo
	}) => {
		const opensAt = Date.now() + 8000;
		await addExam(demo, { code: 'WINDOW', opensAt, startsAt: opensAt + 60 * 60_000 });
		const answer = await page.goto('/e/WINDOW');
		expect(answer?.status()).toBe(200);
		await expect(page.getByRole('heading', { name: '距离考试网址开放还有' })).toBeVisible();
		await expect(page.getByRole('timer')).toHaveText(/0\s*分\s*0\d\s*秒/);
		await expect(page.getByLabel('账号')).toHaveCount(0);
		await expectAccessible(page);
		await mark(page);
		await expect(page.getByRole('heading', { name: '距离登录开放还有' })).toBeVisible();
		expect(Math.abs(Date.now() - opensAt)).toBeLessThan(1500);
		expect(await isMarked(page)).toBe(true);
	});

	test('[C5] the login appears at its second, by the server’s clock and not the computer’s', async ({
		page,
		demo
	}) => {
		const opensAt = Date.now() + 8000;
		await addExam(demo, { code: 'LOGIN', startsAt: opensAt + LOGIN_OPENS_BEFORE_MS });
		// the computer's own clock is an hour ahead: the page must not care
		await page.addInitScript(() => {
			const real = Date.now.bind(Date);
			Date.now = () => real() + 3_600_000;
		});
		await page.goto('/e/LOGIN');
		await expect(page.getByRole('heading', { name: '距离登录开放还有' })).toBeVisible();
		await mark(page);
		await page.getByLabel('账号').fill('typed at once');
		expect(Math.abs(Date.now() - opensAt)).toBeLessThan(1500);
		expect(await isMarked(page)).toBe(true);
		await expectAccessible(page);
	});

	test('[C1] after its window says so, and whom to call', async ({ page, demo }) => {
		await addExam(demo, {
			code: 'OVER',
			startsAt: Date.now() - 3 * 60 * 60_000,
			closesAt: Date.now() - 1000
		});
		await page.goto('/e/OVER');
		await expect(page.getByRole('heading', { name: '本次考试已经结束' })).toBeVisible();
		await expect(page.getByText('如有疑问，请拨打客服电话 400-000-0000。')).toBeVisible();
		await expect(page.getByLabel('账号')).toHaveCount(0);
		await expectAccessible(page);
	});

	test('[C1] unknown, it is not found, in words', async ({ page, expectedErrors }) => {
		expectedErrors.push(/status of 404/);
		const answer = await page.goto('/e/NOWHERE');
		expect(answer?.status()).toBe(404);
		await expect(page.getByText('没有这个考试网址。')).toBeVisible();
	});

	test('[C7] its login works without JavaScript', async ({ browser, demo, baseURL }) => {
		await addExam(demo, { code: 'PLAIN', startsAt: Date.now() + 60_000 });
		const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
		const page = await context.newPage();
		const { account, password } = candidateOf(demo, 1);
		await page.goto('/e/PLAIN');
		await page.getByLabel('账号').fill(account);
		await page.getByLabel('密码').fill('wrong');
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await expect(page.getByText('账号或密码不对')).toBeVisible();
		await expect(page).toHaveURL(/\/e\/PLAIN/);
		await page.getByLabel('密码').fill(password);
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await page.waitForURL('**/interview');
		await context.close();
	});
});

test.describe('in an in-app browser', () => {
	test.use({ userAgent: WECHAT });

	test('[C2] that cannot record, before any login: how to open it elsewhere, with the address to copy', async ({
		page
	}) => {
		await page.addInitScript(() => {
			Reflect.deleteProperty(globalThis, 'MediaRecorder');
			Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia');
			Object.defineProperty(navigator, 'clipboard', { value: undefined });
		});
		await page.goto('/');
		await expect(page.getByRole('heading', { name: '微信里不能考试' })).toBeVisible();
		await expect(page.getByLabel('账号')).toHaveCount(0);
		await expectAccessible(page);
		await page.getByRole('button', { name: '复制网址' }).click();
		await expect(page.getByText('网址已选中')).toBeVisible();
		const selected = await page.evaluate(() => {
			const field = document.activeElement as HTMLInputElement;
			return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
		});
		expect(selected).toBe(page.url());

		await page.getByRole('button', { name: '工作人员登录' }).click();
		await expect(page.getByLabel('账号')).toBeVisible();
	});

	test('[C2] the button copies where the browser allows it', async ({ page, context }) => {
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'MediaRecorder'));
		await page.goto('/');
		await page.getByRole('button', { name: '复制网址' }).click();
		await expect(page.getByText('网址已复制。')).toBeVisible();
		expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
	});

	test('[C2] that has all it needs, the person is let in: capability decides, not the name', async ({
		page,
		demo
	}) => {
		await page.goto('/');
		await page.getByLabel('账号').fill(candidateOf(demo, 2).account);
		await page.getByLabel('密码').fill(candidateOf(demo, 2).password);
		await page.getByRole('button', { name: '登录', exact: true }).click();
		await page.waitForURL('**/interview');
		await expect(page.getByRole('contentinfo')).toBeVisible();
		await expect(page.getByText('不能考试')).toHaveCount(0);
	});
});

test('[C3] is installable, and the entry opens without a network and says so', async ({
	page,
	context,
	expectedErrors
}) => {
	expectedErrors.push(NO_NETWORK);
	await page.goto('/');
	await page.evaluate(() => navigator.serviceWorker.ready);
	const devtools = await context.newCDPSession(page);
	const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
	// a context of Playwright's counts as a private window
	const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
	expect(others).toEqual([]);

	// the kept page is in the language of its time; the language chosen since wins
	await page.getByRole('button', { name: 'English' }).click();
	// its words are loaded with the click
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await context.setOffline(true);
	await page.goto('/e/ANY');
	await expect(page.getByRole('heading', { name: 'There is no network' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expectAccessible(page);
	await page.getByRole('button', { name: '中文' }).click();
	await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
	await page.goto('/');
	await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
	await context.setOffline(false);
	await expect(page.getByLabel('账号'), 'it opens by itself').toBeVisible();
});

test('[C3][C22] with the server out of reach an attempt is found again, from its address and from the entry', async ({
	page,
	demo,
	expectedErrors
}) => {
	expectedErrors.push(NO_NETWORK);
	const network = await relayTo(demo.url);
	try {
		await enter(page, network.url, candidateOf(demo, 0));
		await page.evaluate(() => navigator.serviceWorker.ready);
		await expect.poll(async () => (await vaultParts(page)).length).toBe(2);
		const [first] = await vaultParts(page);

		network.cut();
		await page.reload();
		await page.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(page);
		const kept = (await vaultParts(page)).find(({ id }) => id === first?.id);
		expect(kept?.bytes, 'what was recorded before is still there').toBeGreaterThan(0);

		await page.goto(network.url);
		await expect(page.getByRole('heading', { name: '现在没有网络' })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('link', { name: '回到考试' }).click();
		await page.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(page);

		network.mend();
		await page.context().clearCookies();
		await page.goto(network.url);
		await expect(page.getByText('您的考试还没有结束')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('link', { name: '回到考试' }).click();
		await page.getByRole('button', { name: '重新共享屏幕' }).click();
		await expectRecording(page);
	} finally {
		network.close();
	}
});
