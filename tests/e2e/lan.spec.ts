// `npm run demo -- --lan`: a phone in the same network gets a page that may use its camera, and a live connection.
import { logIn, walk } from '../lib/candidate.ts';
import { candidateOf } from '../lib/demo.ts';
import { expect, test } from '../lib/fixtures.ts';
import { codeOn, touch } from '../lib/phone.ts';

test.use({
	demoOptions: { startIn: 300, minutes: 3, candidates: 1, phone: 'without-sweep', lan: true },
	ignoreHTTPSErrors: true
});

test('[P2][P4] over https with a certificate that nobody knows, the phone has its camera and its connection', async ({
	page: desktop,
	demo,
	newContext,
	expectedErrors
}) => {
	// no browser installs a worker under such a certificate; the page does without
	expectedErrors.push(/SSL certificate error/i, /error occurred when fetching the script/);
	expect(demo.url).toMatch(/^https:/);
	await logIn(desktop, demo.url, candidateOf(demo, 0));
	await walk(desktop, 'lot');
	const code = await codeOn(desktop);
	const context = await newContext({
		...{ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
		ignoreHTTPSErrors: true
	});
	const phone = await context.newPage();
	const live = phone
		.waitForEvent('websocket')
		.then((socket) => socket.waitForEvent('framereceived').then(() => socket.url()));
	await phone.goto(`/evidence#${code}`);
	expect(await phone.evaluate(() => isSecureContext)).toBe(true);
	await touch(phone.getByRole('button', { name: '绑定这部手机' }));
	await touch(phone.getByRole('button', { name: '打开摄像头和麦克风' }));
	await expect(phone.getByRole('heading', { name: '手机已准备好' })).toBeVisible();
	await expect(phone.locator('video').first()).toBeVisible();
	expect(await live).toMatch(/^wss:/);
	await expect(desktop.getByText('手机已绑定，请在手机上完成检查')).toBeVisible();
});
