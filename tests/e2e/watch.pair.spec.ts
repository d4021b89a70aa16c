// What the watch notices (C25–C32), each by the browser's real event in a Chromium that nothing is laid over: found, said in
// words, in the log, and at the server within two seconds once the policy's grace is over. Headless windows never take the
// keyboard from one another: `blur` alone is dispatched.
import { candidateOf } from '../lib/demo.ts';
import { endInterview, expectUploaded, logIn, walk } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';
import {
	backToFullScreen,
	expectNoted,
	openWatched,
	POLICY,
	watchedCandidate,
	type Watched
} from '../lib/watched.ts';
import { severityOf } from '../../src/lib/integrity/severity.ts';
import type { IncidentKind } from '../../src/lib/attempt/events.ts';

test.use({ demoOptions: { startIn: 5, minutes: 14, candidates: 4, lateMinutes: 60 } });
test.setTimeout(300_000);

// the sheets before the entry are other ones after the start: no test walks through them in that moment
test.beforeEach(async ({ demo }) => {
	await new Promise((resolve) =>
		setTimeout(resolve, Math.max(0, demo.sitting.startsAt + 500 - Date.now()))
	);
});

const SCREEN = { left: 1366, top: 0, width: 1280, height: 1024 };

/** In the answering page's own words. */
const heading = (watched: Watched, name: string | RegExp) =>
	watched.page.getByRole('alertdialog').getByRole('heading', { name });

test('[C25][C26][C27][C28] page, screens and keys: found, worded, at the server within 2 s; on the receipt with a comment', async ({
	demo
}) => {
	const watched = await watchedCandidate(demo.url, candidateOf(demo, 0));
	const { page, browser, cdp } = watched;
	try {
		await test.step('[C26] full screen is left and taken up again, the clock goes on', async () => {
			await expectNoted(watched, 'full-screen-left', async () => {
				await page.evaluate(() => document.exitFullscreen());
				await expect(heading(watched, '您已离开全屏')).toBeVisible({ timeout: 1000 });
			});
			await expect(page.getByText(/录制中/).first()).toBeVisible();
			const mended = Date.now();
			await backToFullScreen(page);
			await watched.over('full-screen-left', mended);
		});

		await test.step('[C25] a second screen', async () => {
			let id = '';
			await expectNoted(watched, 'several-displays', async () => {
				const { screenInfo } = (await cdp.send(
					'Emulation.addScreen' as never,
					SCREEN as never
				)) as {
					screenInfo: { id: string };
				};
				id = screenInfo.id;
				await expect(page.getByRole('alertdialog')).toBeVisible({ timeout: 2000 });
			});
			const mended = Date.now();
			await cdp.send('Emulation.removeScreen' as never, { screenId: id } as never);
			await watched.over('several-displays', mended);
			await expect(page.getByRole('alertdialog')).toBeHidden();
		});

		await test.step('[C27] another page is in front; another window has the keyboard', async () => {
			const other = await browser.context.newPage();
			const hidden = await watched.noted('page-hidden', Date.now());
			expect(hidden.until).toBeNull();
			const back = Date.now();
			await page.bringToFront();
			await other.close();
			await watched.over('page-hidden', back);
			// a tab in front takes full screen with it
			await backToFullScreen(page);
			await expectNoted(watched, 'window-blurred', () =>
				page.evaluate(() => {
					Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
					dispatchEvent(new Event('blur'));
				})
			);
			await page.evaluate(() => {
				Object.defineProperty(document, 'hasFocus', { value: () => true, configurable: true });
				dispatchEvent(new Event('focus'));
			});
		});

		await test.step('[C28] copying, pasting, printing, menu, dragging, screenshot key', async () => {
			const title = page.getByRole('heading', { name: '考生题签' });
			await expectNoted(watched, 'copied', async () => {
				await page.keyboard.press('Control+A');
				await page.keyboard.press('Control+C');
			});
			await expectNoted(watched, 'pasted', () => page.keyboard.press('Control+V'));
			await expectNoted(watched, 'printed', () => page.keyboard.press('Control+P'));
			await expectNoted(watched, 'menu-opened', () => title.click({ button: 'right' }));
			await expectNoted(watched, 'screenshot-key', () => page.keyboard.press('PrintScreen'));
			const [selected, paper] = await page.evaluate(() => [
				getSelection()?.toString() ?? '',
				document.querySelector<HTMLElement>('[data-paper]')?.innerText ?? ''
			]);
			const lines = paper.split('\n').filter((line) => line.length > 30);
			expect(lines.length).toBeGreaterThan(0);
			expect(lines.filter((line) => selected?.includes(line))).toEqual([]);
		});

		await test.step('in words on the receipt, with a comment that arrives', async () => {
			await endInterview(page);
			await expectUploaded(page);
			const list = page.getByRole('region', { name: '记录到的情况' });
			for (const words of ['离开全屏', '接了不止一个显示器', '切换到了别的页面或程序'])
				await expect(list.getByText(words).first()).toBeVisible();
			await list
				.getByRole('button', { name: /^写说明/ })
				.first()
				.click();
			await list.getByRole('textbox').first().fill('按错了键，马上就回来了。');
			await list.getByRole('button', { name: '提交' }).first().click();
			await expect(list.getByText('按错了键，马上就回来了。')).toBeVisible();
			await expectAccessible(page);
			await expect.poll(() => comments(demo.data)).toEqual([{ text: '按错了键，马上就回来了。' }]);
		});
	} finally {
		await watched.close();
	}
});

const comments = (data: string): Promise<object[]> =>
	query(
		data,
		`select payload.content::json ->> 'text' as text from attempt_events line
		join attempt_payloads payload using (attempt_id, seq) where line.type = 'incident.commented'`
	);

test('[C25] two displays at the gate: grey, with its reason, until there is one', async ({
	demo
}) => {
	const opened = await openWatched(['--screen-info={0,0 1366x768}{1366,0 1280x1024}']);
	const { page, browser } = opened;
	try {
		await logIn(page, demo.url, candidateOf(demo, 1));
		await walk(page, 'gate');
		const enter = page.getByRole('button', { name: '进入考试', exact: true });
		await page.getByRole('button', { name: '进入全屏' }).click();
		await page.getByRole('button', { name: '选择屏幕' }).click();
		await expect(enter).toHaveAttribute('aria-disabled', 'true');
		await expect(page.getByText(/显示器/).first()).toBeVisible();
		await expectAccessible(page);
		const cdp = await browser.context.newCDPSession(page);
		const { screenInfos } = (await cdp.send('Emulation.getScreenInfos' as never)) as {
			screenInfos: { id: string; isPrimary: boolean }[];
		};
		const second = screenInfos.find(({ isPrimary }) => !isPrimary)?.id;
		await cdp.send('Emulation.removeScreen' as never, { screenId: second } as never);
		await expect(enter).toHaveAttribute('aria-disabled', 'false');
	} finally {
		await opened.close();
	}
});

test('[C22][C34] cut off: what was noticed arrives later, in order, with the times of both sides', async ({
	demo
}) => {
	const network = await relayTo(demo.url);
	const watched = await watchedCandidate(network.url, candidateOf(demo, 2));
	const { page } = watched;
	try {
		network.cut();
		const cutAt = Date.now();
		await page.waitForTimeout(2000);
		await page.evaluate(() => document.exitFullscreen());
		await expect(heading(watched, '您已离开全屏')).toBeVisible();
		await page.waitForTimeout(5000);
		await backToFullScreen(page);
		await page.keyboard.press('PrintScreen');
		await page.waitForTimeout(6000);
		network.mend();
		const mendedAt = Date.now();
		const key = await watched.noted('screenshot-key', cutAt, 45_000, demo.url);
		const left = await watched.over('full-screen-left', cutAt, 5000, demo.url);
		expect(left.from).toBeGreaterThan(cutAt);
		expect(left.until).toBeLessThan(mendedAt);
		expect(key.from).toBeGreaterThanOrEqual(left.until ?? Infinity);
		const lines = await query<{ kind: string; client_at: string; server_at: string }>(
			demo.data,
			`select data::json ->> 'kind' as kind, client_at, server_at from attempt_events
			where type = 'incident.noted' and attempt_id = $1 order by seq`,
			[watched.attempt]
		);
		const told = lines.filter(({ kind }) => ['full-screen-left', 'screenshot-key'].includes(kind));
		expect(told.length).toBeGreaterThanOrEqual(2);
		for (const { client_at, server_at } of told) {
			expect(Number(client_at)).toBeLessThan(mendedAt);
			expect(Number(server_at)).toBeGreaterThanOrEqual(mendedAt - 1000);
		}
		const times = lines.map(({ client_at }) => Number(client_at));
		expect(times).toEqual(times.toSorted((a, b) => a - b));
	} finally {
		network.close();
		await watched.close();
	}
});

test('[C27] a quiet run with ordinary clumsiness gives nothing above a note', async ({ demo }) => {
	const watched = await watchedCandidate(demo.url, candidateOf(demo, 3));
	const { page, browser } = watched;
	const blurred = async (ms: number): Promise<void> => {
		await page.evaluate((focus) => {
			Object.defineProperty(document, 'hasFocus', { value: () => focus, configurable: true });
			dispatchEvent(new Event('blur'));
		}, false);
		await page.waitForTimeout(ms);
		await page.evaluate(() => {
			Object.defineProperty(document, 'hasFocus', { value: () => true, configurable: true });
			dispatchEvent(new Event('focus'));
		});
	};
	try {
		await page.waitForTimeout(5000);
		// a notification that pops up for a second, a click beside the window
		await blurred(1000);
		await page.waitForTimeout(3000);
		await blurred(400);
		await page.waitForTimeout(8000);
		// one Alt-Tab under the grace, and another tab by mistake, which takes full screen with it
		await blurred(2000);
		await page.waitForTimeout(11_000);
		const other = await browser.context.newPage();
		await page.waitForTimeout(500);
		await page.bringToFront();
		await backToFullScreen(page);
		await other.close();
		await page.waitForTimeout(3000);
		await page.getByRole('heading', { name: '考生题签' }).click({ button: 'right' });
		await page.waitForTimeout(5000);
		const incidents = await watched.incidents();
		const above = incidents.filter(
			(one) => severityOf(POLICY, { ...one, kind: one.kind as IncidentKind }, Date.now()) !== 'note'
		);
		expect(above).toEqual([]);
		await expect(page.getByRole('alertdialog')).toBeHidden();
	} finally {
		await watched.close();
	}
});
