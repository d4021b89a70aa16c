// What the watch notices (C25–C32), each by the browser's real event in a Chromium that nothing is laid over: found, said in
// words, in the log, and at the server within two seconds once the policy's grace is over. Headless windows never take the
// keyboard from one another: `blur` alone is dispatched.
import { randomUUID } from 'node:crypto';
import { candidateOf } from '../lib/demo.ts';
import { endInterview, expectUploaded } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { expect, expectAccessible, test } from '../lib/fixtures.ts';
import { query } from '../lib/ledger.ts';
import { troubleArgs } from '../lib/trouble-films.ts';
import { watchedCandidate, openWatched, type Watched } from '../lib/watched.ts';
import { logIn, walk } from '../lib/candidate.ts';
import { presetPolicy } from '../../src/lib/integrity/presets.ts';
import { severityOf } from '../../src/lib/integrity/severity.ts';
import type { IncidentKind } from '../../src/lib/attempt/events.ts';

test.use({ demoOptions: { startIn: 5, minutes: 14, candidates: 6, lateMinutes: 60 } });
test.setTimeout(300_000);

const POLICY = presetPolicy('standard');
/** From the end of the grace to the server. */
const AT_SERVER_MS = 2000;
const graceOf = (kind: IncidentKind): number => POLICY.kinds[kind]?.graceMs ?? 0;
const SCREEN = { left: 1366, top: 0, width: 1280, height: 1024 };

/** Something happens, and the server has it in time. @returns the incident */
async function expectNoted(watched: Watched, kind: IncidentKind, cause: () => Promise<unknown>) {
	const since = Date.now();
	await cause();
	const incident = await watched.noted(kind, since);
	const took = incident.seenAt - since - graceOf(kind);
	console.log(`  ${kind}: at the server after ${String(took)} ms beyond its grace`);
	expect(took).toBeLessThan(AT_SERVER_MS);
	return incident;
}

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
			await page.getByRole('button', { name: '回到全屏' }).click();
			await expect(page.getByRole('alertdialog')).toBeHidden();
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
			expect(await page.evaluate(() => getSelection()?.toString() ?? '')).toBe('');
		});

		await test.step('in words on the receipt, with a comment that arrives', async () => {
			await endInterview(page);
			await expectUploaded(page);
			const list = page.getByRole('region', { name: /异常|记录/ });
			for (const words of ['离开全屏', '接了不止一个显示器', '切换到了别的页面或程序'])
				await expect(list.getByText(words).first()).toBeVisible();
			await list.getByRole('button', { name: /说明/ }).first().click();
			await list.getByRole('textbox').first().fill('按错了键，马上就回来了。');
			await list
				.getByRole('button', { name: /提交|发送/ })
				.first()
				.click();
			await expect(list.getByText('按错了键，马上就回来了。')).toBeVisible();
			await expectAccessible(page);
			await expect
				.poll(() =>
					query(
						demo.data,
						"select count(*)::int as n from attempt_events where type = 'incident.commented'"
					)
				)
				.toEqual([{ n: 1 }]);
		});
	} finally {
		await watched.close();
	}
});
