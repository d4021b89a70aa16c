// The technician's desk in the built server (I5, C7): found, opened, a password that lets the candidate in, and what is on
// record of it.
import { candidateOf } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

// the former password is tried once more
test.use({
	demoOptions: { startIn: 600, minutes: 1 },
	expectedErrors: [/status of 400 .*\/\?\/account/]
});

test('[I5][C7] a technician lands at the desk, finds a candidate, and gives them a password that lets them in', async ({
	page,
	demo,
	newContext
}) => {
	const { name, admission, idLastSix, account, password: former } = candidateOf(demo, 0);
	await logIn(page, demo.staff.technician);
	await expect(page).toHaveURL(/\/desk$/);
	await expectAccessible(page);
	const box = page.getByLabel('查找考生');
	// the last four, as the row shows them
	await box.fill(idLastSix.slice(-4));
	await box.press('Enter');
	await expect(page.getByRole('row').filter({ hasText: admission })).toBeVisible();
	await box.fill(admission);
	await box.press('Enter');
	await page.getByRole('link', { name }).click();
	await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
	await expectAccessible(page);

	await page.getByRole('button', { name: '签发临时密码' }).click();
	const shown = page.locator('.password .sr');
	await expect(shown).toHaveText(/^[a-z2-9]{12}$/);
	const password = (await shown.textContent()) ?? '';
	await expectAccessible(page);

	const candidate = await (await newContext()).newPage();
	await logIn(candidate, { account, password: former });
	await expect(candidate.getByText('账号或密码不对')).toBeVisible();
	await logIn(candidate, { account, password });
	await expect(candidate).toHaveURL(/\/interview$/);
	// the page is read again by itself
	await expect(page.getByRole('heading', { name: '设备检测' })).toBeVisible({ timeout: 15_000 });

	await page.goBack();
	await expect(page.getByLabel('查找考生')).toHaveValue(admission);
	await expect(page.getByRole('link', { name })).toBeVisible();
	await page.goForward();
	await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
	await expect(page.getByText(password)).toHaveCount(0);

	const lines = await query<{ action: string; target: string }>(
		demo.data,
		`select action, target from audit_log where action in ('desk.searched', 'desk.viewed', 'password.issued') order by id`
	);
	const actions = lines.map(({ action }) => action);
	expect(actions.filter((action) => action === 'desk.viewed')).toHaveLength(1);
	expect(actions.filter((action) => action === 'password.issued')).toHaveLength(1);
	expect(JSON.stringify(lines)).not.toContain(admission);
	expect(JSON.stringify(lines)).not.toContain(name);
});

test('[I5] without a login the desk leads to it, and an invigilator is not let in', async ({
	page,
	demo
}) => {
	await page.goto('/desk');
	await expect(page).toHaveURL(/\?next=%2Fdesk$/);
	await logIn(page, demo.staff.invigilator);
	await expect(page).toHaveURL(/\/proctor$/);
	await expect(page.getByRole('link', { name: '技术支持' })).toHaveCount(0);
	const answer = await page.request.post(`${demo.url}/api/desk/search`, {
		...{ headers: { origin: demo.url }, data: { v: 1, typed: '2026' } }
	});
	expect([answer.status(), await answer.json()]).toMatchObject([403, { code: 'access.denied' }]);
});

test('[I5] what is searched never stands in an address, also where the page does not live yet', async ({
	demo,
	newContext
}) => {
	const page = await (await newContext({ javaScriptEnabled: false })).newPage();
	await logIn(page, demo.staff.technician);
	await expect(page).toHaveURL(/\/desk$/);
	const box = page.getByLabel('查找考生');
	await box.fill(candidateOf(demo, 0).admission);
	await box.press('Enter');
	await page.waitForTimeout(500);
	expect(new URL(page.url()).search).toBe('');
	await expect(box).toHaveValue(candidateOf(demo, 0).admission);
});
