import { candidateOf } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';

// a form that is answered 400 or 429 is a refusal, and Chromium writes it into its console
const REFUSED = /status of (400|401|403|429)/;

test('[C7] the login page is accessible, in Chinese, and safe headers come with it', async ({
	page
}) => {
	const response = await page.goto('/');
	await expect(page.getByLabel('账号')).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
	await expectAccessible(page);
	const headers = response?.headers() ?? {};
	expect(headers['content-security-policy']).toContain(
		"script-src 'self' 'wasm-unsafe-eval' 'nonce-"
	);
	expect(headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe");
	expect(headers).toMatchObject({
		'x-content-type-options': 'nosniff',
		'cross-origin-opener-policy': 'same-origin',
		'cache-control': 'no-store'
	});
	expect(headers['permissions-policy']).toContain('display-capture=(self)');
});

test('[C7] a candidate logs in, is remembered by a cookie no script can read, and logs out', async ({
	page,
	demo,
	context
}) => {
	await logIn(page, candidateOf(demo, 0));
	await page.waitForURL('**/interview');
	const session = (await context.cookies()).find((cookie) => cookie.name === 'session');
	expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false });
	// whose attempt this browser serves, for while the server is silent: readable, and no secret
	const mark = (await context.cookies()).find((cookie) => cookie.name === 'attempt');
	expect(mark).toMatchObject({ httpOnly: false, sameSite: 'Lax', path: '/', secure: false });
	await page.goto('/');
	await page.waitForURL('**/interview');
	// the page has taken the attempt: nothing of it is under way any more
	await expect(page.getByRole('contentinfo')).toBeVisible();

	await context.request.post('/logout', { headers: { origin: demo.url } });
	const left = (await context.cookies()).map((cookie) => cookie.name);
	expect(left).not.toContain('session');
	expect(left).not.toContain('attempt');
	await page.goto('/interview');
	await expect(page.getByLabel('密码')).toBeVisible();
});

test('[C7] works without JavaScript, and a wrong password keeps the account typed', async ({
	browser,
	demo,
	baseURL
}) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' });
	const page = await context.newPage();
	const candidate = candidateOf(demo, 1);
	await logIn(page, { ...candidate, password: 'wrong' });
	await expect(page.getByText('账号或密码不对')).toBeVisible();
	await expect(page.getByLabel('账号')).toHaveValue(candidate.account);
	await page.getByLabel('密码').fill(candidate.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/interview');
	await context.close();
});

test('[C7] an unknown account is stopped after five tries and told how long to wait', async ({
	page,
	expectedErrors
}) => {
	expectedErrors.push(REFUSED);
	for (let i = 0; i < 5; i++) {
		await logIn(page, { account: 'nobody-here', password: `guess-${i}` });
		await expect(page.getByText('账号或密码不对')).toBeVisible();
	}
	await logIn(page, { account: 'nobody-here', password: 'guess-6' });
	await expect(page.getByText('请等 10 分钟再试')).toBeVisible();
	await expectAccessible(page);
});

test('staff come back to the page they asked for; a candidate is not let in there', async ({
	page,
	demo,
	newContext,
	expectedErrors
}) => {
	expectedErrors.push(REFUSED);
	await page.goto('/proctor?from=link');
	await expect(page).toHaveURL(/\/\?next=/);
	await page.getByLabel('账号').fill(demo.staff.auditor.account);
	await page.getByLabel('密码').fill(demo.staff.auditor.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/proctor?from=link');

	const other = await (await newContext()).newPage();
	await logIn(other, candidateOf(demo, 0));
	await other.waitForURL('**/interview');
	const denied = await other.goto('/proctor');
	expect(denied?.status()).toBe(403);
});

test('a command from another origin, or from none and without a token, is refused', async ({
	request,
	demo
}) => {
	const send = (headers: Record<string, string>) =>
		request.post(`${demo.url}/logout`, {
			headers: { 'content-type': 'application/json', ...headers },
			data: {},
			maxRedirects: 0
		});
	const foreign = await send({ origin: 'https://evil.example' });
	expect(foreign.status()).toBe(403);
	expect(await foreign.json()).toEqual({ code: 'access.bad-origin' });
	expect((await send({})).status()).toBe(403);
	expect((await send({ origin: demo.url })).status()).toBe(303);
});
