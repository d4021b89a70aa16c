// A mock sitting as a rehearsal: the whole way on foot, the network really cut, the page really reloaded, one's own
// film really played, and at the end the page says that the candidate is ready.
import { endInterview, expectUploaded } from '../lib/candidate.ts';
import { candidateOf } from '../lib/demo.ts';
import { expect, expectAccessible, logIn, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';

test.use({ demoOptions: { startIn: 50, minutes: 5 } });

const CUT_MS = 20_000;

test('[C10][C12][C13][C14][C17][C22] the whole way of a mock ends with “you are ready”', async ({
	page,
	demo,
	expectedErrors
}) => {
	test.setTimeout(240_000);
	// the browser writes every torn request and socket of the cut into its console
	expectedErrors.push(/net::ERR_/, /WebSocket/);
	const next = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
	let answered = 0;
	page.on('response', () => answered++);

	await test.step('the sheets before the entry', async () => {
		await logIn(page, candidateOf(demo, 0));
		await expect(next('下一步：抽签')).toHaveAttribute('aria-disabled', 'true');
		await page.locator('main [tabindex="0"]').press('End');
		await next('下一步：抽签').click();
		await next('抽签').click();
		await expect(page.getByText(/您的抽签号是/)).toBeAttached();
		// a person looks at the number; a press in the same moment counts as a double click
		await page.waitForTimeout(1000);
		await next('下一步：签署诚信承诺书').click();
		await expectAccessible(page);
		await page.getByLabel('输入姓名').check();
		await page.getByLabel('姓名', { exact: true }).fill('测试考生甲');
		await next('签署').click();
		await page.getByLabel('我已阅读并知晓').check();
		await next('下一步：进入考试').click();
	});

	await test.step('the gate opens once everything is there', async () => {
		await expect(page.getByRole('heading', { name: /还差.+就能进入考试/ })).toBeVisible();
		await expectAccessible(page);
		await next('进入全屏').click();
		await next('选择屏幕').click();
		await expect(page.getByRole('heading', { name: '都已就绪，可以进入考试' })).toBeVisible();
		await next('进入考试').click();
		await next('确认设备').click();
		await next('确认').click();
		await expect(page.getByText('请静待考试自动开始！')).toBeVisible();
		await next('知道了').click();
	});

	await test.step('a message to the invigilator, beside the page', async () => {
		await next('求助').click();
		await page.getByPlaceholder('点此输入消息').fill('能听到吗？');
		await page.keyboard.press('Enter');
		await expect(page.getByText(/已送达$/)).toBeVisible();
		await next('收起').click();
	});

	await test.step('cut off for 20 seconds: nothing gets through, then everything does', async () => {
		await next('断网 20 秒').click({ timeout: demo.sitting.startsAt - Date.now() + 10_000 });
		await expect(page.getByText(/连不上，/)).toBeVisible();
		await page.waitForTimeout(1000);
		const before = answered;
		await page.waitForTimeout(CUT_MS / 2);
		expect(answered, 'answers during the cut').toBe(before);
		await expect(page.getByText('断网已试过')).toBeVisible({ timeout: CUT_MS });
	});

	await test.step('reloaded: the same stage, the recording goes on at one touch', async () => {
		await next('重新打开本页').click();
		await next('重新共享屏幕').click();
		await expect(page.getByText('重新打开已试过')).toBeVisible();
		await expect(page.getByText(/录制中/).first()).toBeVisible();
	});

	await test.step('uploaded; the film is played; ready', async () => {
		await endInterview(page);
		await expectUploaded(page);
		await expect(page.getByText('演练还有 1 项没有完成')).toBeVisible();
		await expectAccessible(page);
		await next('查看本地视频').click();
		await page.getByRole('button', { name: '播放：屏幕' }).first().click();
		await expect(page.getByText('您已准备好')).toBeVisible();
	});

	const incidents = await query<{ kind: string; ms: number }>(
		demo.data,
		// told when it begins, and when it is over
		`select data::jsonb->>'kind' as kind,
		 (data::jsonb->>'until')::numeric - (data::jsonb->>'from')::numeric as ms
		 from attempt_events where type = 'incident.noted' and data::jsonb->>'kind' = 'connection-lost'
		 order by ms desc nulls last`
	);
	expect(Number(incidents[0]?.ms)).toBeGreaterThan(CUT_MS - 3000);
});
