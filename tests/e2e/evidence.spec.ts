// The phone as second camera, whole: its code, its scanner, its way to filming, what it may not reach, the paper's key
// for a computer without a network, another phone in its place (C11, C14, C19, P1–P6). One sitting, two candidates.
import type { BrowserContextOptions, Locator, Page } from 'playwright/test';
import { countTransfers } from '../../scripts/lib/transferred.ts';
import { endInterview, expectRecording, logIn as candidateLogsIn, walk } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { candidateOf, type Demo } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { keptDevice, PHONE_DATABASE } from '../lib/kept-device.ts';
import { expectNothingLost, query, vaultParts } from '../lib/ledger.ts';
import {
	codeOn,
	expectFilming,
	passCheck,
	startFilming,
	stopAndUpload,
	sweepAround,
	touch
} from '../lib/phone.ts';
import { showToCamera, withPictureCamera } from '../lib/picture-camera.ts';

test.use({
	demoOptions: { startIn: 90, minutes: 30, lateMinutes: 29, candidates: 2, phone: true }
});

const PHONE: BrowserContextOptions = {
	viewport: { width: 390, height: 844 },
	deviceScaleFactor: 2,
	hasTouch: true,
	isMobile: true,
	// what a worker keeps beside the page is not the page's weight
	serviceWorkers: 'block'
};
/** P2 */
const SCRIPT_LIMIT_BYTES = 120_000;
const CUT_BEFORE_MS = 1500;
/** The code's width in the camera's picture of 1280: held far away, and filling the frame. */
const SMALL = 170;
const LARGE = 460;

const offered = (page: Page) => page.getByRole('heading', { name: '绑定到这场面试？' });
const scanning = (page: Page) => page.getByRole('heading', { name: '绑定佐证手机' });
const goOn = (desktop: Page) => desktop.getByRole('button', { name: '下一步：抽签' });
const until = (page: Page, at: number) => page.waitForTimeout(Math.max(0, at - Date.now()));

async function typeCode(page: Page, code: string): Promise<void> {
	await page.getByLabel('绑定码', { exact: true }).fill(code);
	await touch(page.getByRole('button', { name: '确定', exact: true }));
}

async function decline(page: Page): Promise<void> {
	await touch(page.getByRole('button', { name: '不是我的考试' }));
	await expect(offered(page)).toBeHidden();
}

/** @returns from the tap to the offer (ms) */
async function scan(page: Page, code: Locator, width: number): Promise<number> {
	await showToCamera(page, await code.screenshot(), width);
	const began = Date.now();
	await touch(page.getByRole('button', { name: '打开扫码' }));
	await expect(offered(page)).toBeVisible();
	const took = Date.now() - began;
	await decline(page);
	return took;
}

function ask(demo: Demo, token: string, method: string, path: string, body?: object) {
	return fetch(`${demo.url}${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body ? { body: JSON.stringify({ v: 1, ...body }) } : {})
	});
}

/** C14: as an invigilator does who knows why. */
async function waive(staff: Page, demo: Demo, attempt: string): Promise<void> {
	await logIn(staff, demo.staff.invigilator);
	await staff.waitForURL('**/proctor');
	await staff.goto(`/proctor/attempts/${attempt}`);
	const act = staff.locator('details').filter({ hasText: '免除佐证手机' });
	await act.locator('summary').click();
	await act.getByLabel('理由').fill('手机损坏，电话核实');
	await act.getByRole('button', { name: '免除手机' }).click();
	await expect(staff.getByText('已记录：免除佐证手机')).toBeVisible();
}

// two devices from the first to the last step, beside other tests
test.setTimeout(240_000);

test('[C11][C14][C19][I2][P1][P2][P3][P4][P5][P6] the phone from its code to another phone in its place', async ({
	page: desktop,
	demo,
	newContext,
	expectedErrors
}) => {
	// the browser writes every refusal, and every request that the cut tears, into its console
	expectedErrors.push(/net::ERR_/, /WebSocket/, /status of (4\d\d|50\d)/);
	const { startsAt } = demo.sitting;
	const newPhone = async () => (await newContext(PHONE)).newPage();
	const network = await relayTo(demo.url);
	const [phone, second, other, staff] = await Promise.all([
		newPhone(),
		newPhone(),
		(async () => (await newContext()).newPage())(),
		(async () => (await newContext()).newPage())()
	]);
	await withPictureCamera(second.context());
	const devtools = await phone.context().newCDPSession(phone);
	const weigh = await countTransfers(phone.context(), phone);

	await candidateLogsIn(desktop, network.url, candidateOf(demo, 0));
	await walk(desktop, 'lot');
	const code = await codeOn(desktop);

	await test.step('[C14] without a phone there is no way on; the page is accessible', async () => {
		await expect(goOn(desktop)).toHaveAttribute('aria-disabled', 'true');
		await expect(desktop.getByText('手机开始固定拍摄后才能继续')).toBeVisible();
		await expectAccessible(desktop);
	});

	await test.step('[P1] the scanner reads the code off the screen, small and magnified', async () => {
		await second.goto('/evidence');
		await expect(scanning(second)).toBeVisible();
		await expectAccessible(second);
		const small = await scan(second, desktop.getByLabel('绑定佐证手机的二维码'), SMALL);
		await desktop.getByRole('button', { name: '放大', exact: true }).click();
		const magnified = desktop.getByLabel(/^绑定码 .* 的二维码$/);
		const large = await scan(second, magnified, LARGE);
		await desktop.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
		console.log(
			`  code read after (ms): small, reader loaded with it ${small}, magnified ${large}`
		);
	});

	await test.step('[P1] a code that there is not', async () => {
		await typeCode(second, 'AAAAA-AAAAA');
		await expect(second.getByText('没有这个绑定码')).toBeVisible();
	});

	await test.step('[P1] opening the address uses nothing up; one taps, the other is told', async () => {
		await phone.goto(`/evidence#${code}`);
		await typeCode(second, code);
		await expect(offered(phone)).toBeVisible();
		await expect(offered(second)).toBeVisible();
		await expectAccessible(phone);
		const bind = (page: Page) => touch(page.getByRole('button', { name: '绑定这部手机' }));
		await bind(phone);
		await expect(phone.getByRole('heading', { name: '检查这部手机' })).toBeVisible();
		await bind(second);
		await expect(second.getByText('这个码已经用过')).toBeVisible();
		await expect(second.getByText('请在电脑上换一个新的码')).toBeVisible();
		await touch(second.getByRole('button', { name: '重新扫码' }));
	});

	await candidateLogsIn(other, demo.url, candidateOf(demo, 1));
	await walk(other, 'lot');

	await test.step('[P1] a bound phone is told with what it is still busy', async () => {
		const theirs = await codeOn(other);
		await phone.goto(`/evidence#${theirs}`);
		await expect(phone.getByText(/这部手机还绑定着 .+ 场/)).toBeVisible();
		await decline(phone);
		// a reload is a new code: the one before it is worth nothing
		await other.reload();
		await expect.poll(() => codeOn(other)).not.toBe(theirs);
		await typeCode(second, theirs);
		await expect(second.getByText('这个码已过期')).toBeVisible();
	});

	await expectAccessible(phone);
	await passCheck(phone);
	const beforeSweep = weigh();

	const [{ token }] = await Promise.all([
		keptDevice(phone, PHONE_DATABASE),
		sweepAround(phone, devtools),
		test.step('[C14] an invigilator’s waiver lets a candidate go on without', async () => {
			await expect(goOn(other)).toHaveAttribute('aria-disabled', 'true');
			await waive(staff, demo, (await keptDevice(other)).attempt);
			await expect(other.getByText('您的这场考试不需要佐证手机')).toBeVisible();
			await goOn(other).click();
		})
	]);
	await touch(phone.getByRole('button', { name: '下一步：固定手机' }));
	await expect(phone.getByRole('heading', { name: '固定手机' })).toBeVisible();
	await expectAccessible(phone);

	await test.step('[P2] what the page weighs before it films', () => {
		const { scriptBytes, scripts, allBytes } = weigh();
		const kB = (bytes: number): string => (bytes / 1000).toFixed(1);
		console.log(
			`  scripts before filming: ${kB(scriptBytes)} kB in ${scripts}, all ${kB(allBytes)} kB;`,
			`of them after the check: ${kB(scriptBytes - beforeSweep.scriptBytes)} kB`
		);
		expect(scriptBytes).toBeGreaterThan(0);
		expect(scriptBytes).toBeLessThanOrEqual(SCRIPT_LIMIT_BYTES);
	});

	await startFilming(phone);
	await expectAccessible(phone);
	await expect(desktop.getByText('拍摄中').first()).toBeVisible();
	await goOn(desktop).click();
	await walk(desktop, 'gate', 'lot');

	await test.step('[C14][P5] the gate is shut while the phone does not film, and opens when it does', async () => {
		await touch(phone.getByRole('button', { name: '停止录制' }));
		await touch(phone.getByRole('dialog').getByRole('button', { name: '停止录制' }));
		await expect(phone.getByRole('heading', { name: /录制已停止/ })).toBeVisible();
		await expect(desktop.getByText(/佐证手机没有拍摄/).first()).toBeVisible();
		const enter = desktop.getByRole('button', { name: '进入考试', exact: true });
		await expect(enter).toHaveAttribute('aria-disabled', 'true');
		await expectAccessible(phone);
		await touch(phone.getByRole('button', { name: '继续录制' }));
		await expectFilming(phone);
	});
	await walk(desktop, undefined, 'gate');
	await expectRecording(desktop);
	await expect(desktop.getByText('题目已加密存在本机')).toBeVisible();
	console.log(`  entered ${((startsAt - Date.now()) / 1000).toFixed(1)} s before the start`);

	await test.step('[C11] what a phone’s token does not reach', async () => {
		const { token: own } = await keptDevice(desktop);
		expect((await ask(demo, own, 'GET', '/api/attempt')).status).toBe(200);
		const shut = [
			['GET', '/api/attempt'],
			['GET', '/api/attempt/paper'],
			['POST', '/api/attempt/lot', {}],
			['POST', '/api/attempt/commands', { commands: [], epoch: null }],
			['POST', '/api/evidence/code', { replace: true }]
		] as const;
		for (const [method, path, body] of shut) {
			const answer = await ask(demo, token, method, path, body);
			expect(answer.status, path).toBe(403);
		}
	});

	await test.step('[C19] before the start the phone has no key; after it, it has, for a computer cut off', async () => {
		const showKey = phone.getByRole('button', { name: '电脑没有网络？显示题目密码' });
		await until(desktop, startsAt - CUT_BEFORE_MS);
		await expect(showKey).toHaveCount(0);
		const early = await ask(demo, token, 'GET', '/api/attempt/key');
		expect(Date.now(), 'asked in time').toBeLessThan(startsAt);
		expect(early.status).toBeGreaterThanOrEqual(400);
		expect(await early.text()).not.toContain('"key"');
		network.cut();
		await expect(desktop.getByText('密钥未送达')).toBeVisible();
		await touch(showKey);
		const key = phone.getByText(/^([0-9A-Z]{4}-){6}[0-9A-Z]{2}$/);
		await expect(key).toBeVisible();
		await expectAccessible(phone);
		await desktop.getByRole('button', { name: '输入题目密码' }).click();
		await desktop.getByLabel('题目密码').fill(await key.innerText());
		await desktop.keyboard.press('Enter');
		await expect(desktop.getByRole('heading', { name: '考生题签' })).toBeVisible();
		await touch(phone.getByRole('button', { name: '返回拍摄页面' }));
		await expectFilming(phone);
		network.mend();
	});

	await test.step('[I2][P3] an invigilator plays the film of the sweep, and the look is on record', async () => {
		await staff.goto(`/proctor/attempts/${(await keptDevice(desktop)).attempt}`);
		await staff.getByRole('button', { name: '看环拍' }).click();
		const film = staff.getByRole('region', { name: '环拍' }).locator('video');
		await expect
			.poll(() => film.evaluate((video: HTMLVideoElement) => video.currentTime))
			.toBeGreaterThan(1);
		expect(await film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
		await expectAccessible(staff);
		const looks = await query(
			demo.data,
			`select target from audit_log where action = 'recording.viewed' and target like 'part:%'`
		);
		expect(looks).toHaveLength(1);
	});

	await test.step('[P5] another phone only with the desktop’s consent', async () => {
		const { token: own } = await keptDevice(desktop);
		const unasked = await ask(demo, own, 'POST', '/api/evidence/code', { replace: false });
		expect(await unasked.text()).toContain('evidence.phone-bound');
		await desktop.getByRole('button', { name: /^佐证手机，拍摄中/ }).click();
		const dialog = desktop.getByRole('dialog');
		const wish = async (): Promise<string> => {
			await dialog.getByRole('button', { name: '换一部手机' }).click();
			await dialog.getByRole('button', { name: '显示绑定码' }).click();
			return codeOn(desktop);
		};
		await typeCode(second, await wish());
		await expect(second.getByText('将接替正在使用的那部手机')).toBeVisible();
		await dialog.getByRole('button', { name: '不换了' }).click();
		await touch(second.getByRole('button', { name: '绑定这部手机' }));
		await expect(second.getByText('这个码已过期')).toBeVisible();
		await expectFilming(phone);
		await touch(second.getByRole('button', { name: '重新扫码' }));
		await typeCode(second, await wish());
		await touch(second.getByRole('button', { name: '绑定这部手机' }));
		await expect(phone.getByRole('heading', { name: '已换成另一部手机' })).toBeVisible();
		await expect(phone.getByText('录好的内容都已上传')).toBeVisible();
		await expectNothingLost(demo.data, await vaultParts(phone, 'duimian-evidence-recordings'));
		await expectAccessible(phone);
	});

	await test.step('[P5][P6] the second films without a sweep, until the interview has ended', async () => {
		await passCheck(second);
		await startFilming(second);
		const dialog = desktop.getByRole('dialog');
		await expect(dialog.getByText('拍摄中').first()).toBeVisible();
		await dialog.getByRole('button', { name: '关闭' }).click();
		await endInterview(desktop);
		await stopAndUpload(second);
		await expectAccessible(second);
	});
	network.close();
});
