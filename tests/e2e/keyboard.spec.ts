// The whole way with the keyboard alone: no pointer touches the page from the login to 上传成功.
import type { Page } from 'playwright';
import { expectUploaded } from '../lib/candidate.ts';
import { candidateOf } from '../lib/demo.ts';
import { expect, test } from '../lib/fixtures.ts';

test.use({ demoOptions: { startIn: 60, minutes: 0.7 } });

const MOST_TABS = 60;

/** Tabs on until the focus stands on what is called so. @throws when it cannot be reached */
async function reach(page: Page, name: RegExp): Promise<void> {
	for (let tabs = 0; tabs < MOST_TABS; tabs++) {
		const focused = await page.evaluate(() => {
			const element = document.activeElement;
			if (!(element instanceof HTMLElement) || element === document.body) return '';
			const labels = [...((element as HTMLInputElement).labels ?? [])];
			const by = labels.map((label) => label.textContent).join(' ');
			// a sheet that scrolls is called by its heading, not by everything in it
			const own = element.matches('div') ? element.querySelector('h1') : element;
			return `${element.getAttribute('aria-label') ?? ''} ${by} ${own?.textContent ?? ''}`.trim();
		});
		if (name.test(focused)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`${String(name)} cannot be reached with the keyboard`);
}

async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
	await reach(page, name);
	// a person sees that it has become pressable
	await expect(page.locator(':focus')).not.toHaveAttribute('aria-disabled', 'true');
	await page.keyboard.press(key);
}

test('[C7][C10][C12][C13][C14][C16][C17][C20][C23] the whole way with the keyboard alone', async ({
	page,
	demo
}) => {
	const { account, password } = candidateOf(demo, 0);
	const heading = (name: string | RegExp) => page.getByRole('heading', { name });
	await page.goto('/');
	await reach(page, /^账号/);
	await page.keyboard.type(account);
	await reach(page, /^密码/);
	await page.keyboard.type(password);
	await page.keyboard.press('Enter');

	await expect(heading('考试流程')).toBeVisible();
	await reach(page, /考试流程/);
	await page.keyboard.press('End');
	await press(page, /下一步：抽签/);
	await expect(page.getByRole('button', { name: '抽签', exact: true })).toBeVisible();
	await press(page, /^抽签$/);
	await expect(page.getByText(/您的抽签号是/)).toBeAttached();
	await page.waitForTimeout(800);
	await press(page, /下一步：签署/);

	await expect(heading('诚信承诺书')).toBeVisible();
	await reach(page, /手写签名|输入姓名/);
	await page.keyboard.press('ArrowRight');
	await reach(page, /^姓名/);
	await page.keyboard.type('测试考生甲');
	await press(page, /^签署$/);
	await expect(heading('在线考试须知')).toBeVisible();
	await press(page, /我已阅读并知晓/, 'Space');
	await press(page, /下一步：进入考试/);

	await expect(heading(/就能进入考试/)).toBeVisible();
	await press(page, /进入全屏/);
	await press(page, /选择屏幕/);
	await expect(heading('都已就绪，可以进入考试')).toBeVisible({ timeout: 20_000 });
	await press(page, /^进入考试$/);
	await expect(page.getByRole('button', { name: '确认设备', exact: true })).toBeVisible();
	await press(page, /^确认设备$/);
	await expect(heading('请核对您的信息')).toBeVisible();
	await press(page, /^确认$/);
	await expect(heading('请静待考试自动开始！')).toBeVisible();

	await expect(heading('考生题签')).toBeVisible({
		timeout: demo.sitting.startsAt - Date.now() + 10_000
	});
	await page.keyboard.press('PageDown');
	await page.keyboard.press('ArrowRight');
	await press(page, /结束面试/);
	await reach(page, /结束面试/);
	await expect(page.getByRole('dialog')).toBeVisible();
	await page.keyboard.press('Tab');
	await press(page, /^结束面试$/);
	await expectUploaded(page, 30_000);
});
