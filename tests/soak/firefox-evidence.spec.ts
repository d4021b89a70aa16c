// A whole sitting with a phone that has stock Firefox (WebDriver BiDi): evidence is filmed to the end, arrives byte for
// byte, and plays at the auditor's, in Chromium and in Firefox. The desktop beside it is Chromium.
import { expect, test, type Page } from 'playwright/test';
import { ensureFirefox, NO_FIREFOX } from '../../scripts/lib/firefox.ts';
import { expectUploaded, logIn, walk } from '../lib/candidate.ts';
import { candidateOf, startDemo } from '../lib/demo.ts';
import { auditorPage } from '../lib/faults.ts';
import { playFilm } from '../lib/film.ts';
import { expectWords, press, takeFirefoxPhone, type FirefoxPhone } from '../lib/firefox-phone.ts';
import { expectNothingLost, filmedParts, vaultParts } from '../lib/ledger.ts';
import { codeOn } from '../lib/phone.ts';
import { newProfile } from '../lib/real-chromium.ts';

const START_IN_S = 60;
const MINUTES = 1;
const FILM_MS = 40_000;
/** The timed sweep goes around in 36 s. */
const SWEEP_WITHIN_MS = 60_000;
/** What starting and stopping may cost; the sitting's end is filmed. */
const LOST_AT_MOST_MS = 2000;
const EVIDENCE_VAULT = 'duimian-evidence-recordings';

test('[P3][P4][P6] stock Firefox films evidence to the end of the sitting', async ({ browser }) => {
	const path = ensureFirefox();
	test.skip(path === null, NO_FIREFOX);
	if (path === null) return;
	const demo = await startDemo({
		...{ startIn: START_IN_S, minutes: MINUTES, candidates: 1, lateMinutes: 120, phone: true }
	});
	const profile = await newProfile(async () => {});
	const desktop = await profile.open();
	await logIn(desktop.page, demo.url, candidateOf(demo, 0));
	await walk(desktop.page, 'lot');

	const phone = await takeFirefoxPhone(path);
	await phone.page.goto(`${demo.url}/evidence#${await codeOn(desktop.page)}`);
	await press(phone.page, '绑定这部手机');
	await press(phone.page, '打开摄像头和麦克风');
	await press(phone.page, '下一步：环拍');
	await sweepByTime(phone);
	await press(phone.page, '下一步：固定手机');
	await press(phone.page, '已固定好，开始拍摄');
	await expectWords(phone.page, '正在录制');
	const began = Date.now();

	await expect(desktop.page.getByText('拍摄中').first()).toBeVisible();
	await desktop.page.getByRole('button', { name: '下一步：抽签' }).click();
	await walk(desktop.page, undefined, 'lot');
	await press(phone.page, '停止并上传', demo.sitting.endsAt - Date.now() + 20_000);
	const filmed = Date.now() - began;
	await expectWords(phone.page, '佐证录像已全部收到', 60_000);
	await expectUploaded(desktop.page, 60_000);

	const evidence = await vaultParts(phone.page, EVIDENCE_VAULT);
	await expectNothingLost(demo.data, evidence);
	await expectNothingLost(demo.data, await vaultParts(desktop.page));
	expect(phone.errors, 'errors on the phone’s page').toEqual([]);

	const auditor = await auditorPage(browser, demo);
	const inFirefox = await inFirefoxToo(phone, auditor);
	let shownMs = 0;
	for (const part of await filmedParts(demo.data, evidence[0]?.attempt ?? '', 'evidence')) {
		expect(part.remux_error, `${part.mime}, ${part.verified_bytes} bytes`).toBeNull();
		const film = await playFilm(auditor, part.id);
		console.log('  evidence', part.mime, part.verified_bytes, 'bytes;', JSON.stringify(film));
		expect(film.durationS * 1000).toBeCloseTo(part.duration_ms ?? 0, -2);
		shownMs += film.durationS * 1000;
		expect((await playFilm(inFirefox, part.id)).durationS).toBeCloseTo(film.durationS, 1);
	}
	console.log(`  filmed ${filmed} ms, the films show ${Math.round(shownMs)} ms`);
	expect(shownMs).toBeGreaterThanOrEqual(Math.max(FILM_MS, filmed - LOST_AT_MOST_MS));

	await phone.browser.close();
	await desktop.close();
	await profile.remove();
	await demo.stop();
});

/** P3 without a sensor: the page offers the timed way by itself. */
async function sweepByTime({ page }: FirefoxPhone): Promise<void> {
	await press(page, '开始环拍');
	await press(page, '开始定时环拍');
	await expectWords(page, '环拍完成', SWEEP_WITHIN_MS);
}

/** The same reviewer in stock Firefox, in a profile of its own. */
async function inFirefoxToo(
	{ browser }: FirefoxPhone,
	auditor: Page
): Promise<FirefoxPhone['page']> {
	const context = await browser.createBrowserContext();
	const { origin, hostname } = new URL(auditor.url());
	for (const { name, value, httpOnly } of await auditor.context().cookies())
		await context.setCookie({ name, value, httpOnly, domain: hostname, path: '/' });
	const page = await context.newPage();
	await page.goto(`${origin}/proctor`);
	return page;
}
