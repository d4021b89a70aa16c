// The phone from the scan to the last byte, on a bad day: its tab killed, its network cut, a reload in the middle of the
// sweep (P1–P6). The desktop beside it is a browser of its own.
import { expect, test, type Page } from 'playwright/test';
import { endInterview, expectUploaded, logIn, walk } from '../lib/candidate.ts';
import { relayTo } from '../lib/cuttable-network.ts';
import { candidateOf, startDemo, type Demo } from '../lib/demo.ts';
import { auditorPage, checkTimeline, gapAt, KILLS, median, pause } from '../lib/faults.ts';
import { expectNothingLost, query, serverParts, vaultParts } from '../lib/ledger.ts';
import {
	asPhone,
	bindByAddress,
	codeOn,
	expectFilming,
	passCheck,
	putAway,
	startFilming,
	stopAndUpload,
	sweepAround,
	takePhone,
	touch,
	turn
} from '../lib/phone.ts';
import { newProfile } from '../lib/real-chromium.ts';

/** Half as many cuts as kills: each lasts half a minute. */
const CUTS = Math.ceil(KILLS / 2);
const CUT_MS = 30_000;
/** Shorter ones are no incident. */
const SILENT_LONG_ENOUGH_MS = 5000;
const MISSING_LIMIT_MS = 1200;
const MISSING_WORST_MS = 2000;
const KNOWN_WITHIN_MS = 5000;
const EVIDENCE_VAULT = 'duimian-evidence-recordings';

let demo: Demo;
test.beforeAll(async () => {
	demo = await startDemo({ startIn: 8, minutes: 30, candidates: 1, lateMinutes: 120, phone: true });
});
test.afterAll(() => demo.stop());

test(`[P5][C33] the phone's tab killed ${KILLS} times, its network cut ${CUTS} times: every acknowledged byte is on the server`, async ({
	browser
}) => {
	const profile = await newProfile(async () => {});
	const desktop = await profile.open();
	await logIn(desktop.page, demo.url, candidateOf(demo, 0));
	await walk(desktop.page, 'lot');
	const code = await codeOn(desktop.page);

	const network = await relayTo(demo.url);
	const phone = await takePhone();
	const devtools = await asPhone(phone.browser.page);
	await bindByAddress(phone.browser.page, network.url, code);
	await passCheck(phone.browser.page);

	// a reload in the middle of the sweep: the ring begins anew, the film is not lost
	await touch(phone.browser.page.getByRole('button', { name: '开始环拍' }));
	await turn(devtools, 4);
	await phone.browser.page.reload();
	await sweepAround(phone.browser.page, devtools);
	await touch(phone.browser.page.getByRole('button', { name: '下一步：固定手机' }));
	await startFilming(phone.browser.page);

	await expect(desktop.page.getByText('拍摄中').first()).toBeVisible();
	await desktop.page.getByRole('button', { name: '下一步：抽签' }).click();
	await walk(desktop.page, undefined, 'lot');

	const known: number[] = [];
	const kills: number[] = [];
	for (let kill = 0; kill < KILLS; kill++) {
		await pause(2500);
		const crashed = phone.browser.page;
		kills.push(Date.now());
		await crashed.goto('chrome://crash').catch(() => {});
		known.push(await noticed(desktop.page, kills.at(-1) ?? 0));
		const page = await phone.browser.context.newPage();
		await crashed.close();
		phone.browser = { ...phone.browser, page };
		await asPhone(page);
		await page.goto(`${network.url}/evidence`);
		await expectFilming(page);
		await expect(desktop.page.getByText('拍摄中').first()).toBeVisible();
	}
	for (let cut = 0; cut < CUTS; cut++) {
		const at = Date.now();
		network.cut();
		known.push(await noticed(desktop.page, at));
		// a phone that is opened anew without a network: its page is kept, and it films again. Until then it was only silent
		await pause(SILENT_LONG_ENOUGH_MS);
		await phone.browser.page.reload();
		await expectFilming(phone.browser.page);
		await pause(at + CUT_MS - Date.now());
		await expectFilming(phone.browser.page);
		network.mend();
		await expect(desktop.page.getByText('拍摄中').first()).toBeVisible();
	}
	console.log('  the desktop shows it after (ms):', known.join(', '));
	expect(Math.max(...known)).toBeLessThanOrEqual(KNOWN_WITHIN_MS);

	// the upload is complete only with the phone's film
	await endInterview(desktop.page);
	await stopAndUpload(phone.browser.page);
	await expectUploaded(desktop.page, 60_000);
	const evidence = await vaultParts(phone.browser.page, EVIDENCE_VAULT);
	await expectNothingLost(demo.data, evidence);
	await expectNothingLost(demo.data, await vaultParts(desktop.page));

	const attempt = evidence[0]?.attempt ?? '';
	const filmed = async (): Promise<boolean> =>
		(await serverParts(demo.data, attempt)).every((part) => part.seekable_at ?? part.remux_error);
	await expect.poll(filmed, { timeout: 30_000 }).toBe(true);
	const parts = await serverParts(demo.data, attempt);
	const last = await checkTimeline(await auditorPage(browser, demo), parts, 'evidence');
	const missing = kills.map((kill) => gapAt(kill, parts, last, 'evidence').missing);
	console.log('  film missing at each kill (ms): ', missing.join(', '));
	expect(median(missing)).toBeLessThanOrEqual(MISSING_LIMIT_MS);
	expect(Math.max(...missing)).toBeLessThanOrEqual(MISSING_WORST_MS);

	const log = await query<{ kind: string }>(
		demo.data,
		`select data::jsonb->>'kind' as kind from attempt_events
		 where attempt_id = $1 and type = 'incident.noted' and data like '%"phone-%'`,
		[attempt]
	);
	const kinds = log.map(({ kind }) => kind);
	expect(kinds.filter((kind) => kind === 'phone-interrupted')).toHaveLength(KILLS + CUTS);
	expect(kinds.filter((kind) => kind === 'phone-silent')).toHaveLength(CUTS);

	network.close();
	await putAway(phone);
	await desktop.close();
	await profile.remove();
});

/** @returns how long after `at` the desktop says that the phone does not film, or is not heard of (ms) */
async function noticed(desktop: Page, at: number): Promise<number> {
	await expect(desktop.getByText(/^(没有消息|中断)/).first()).toBeVisible();
	return Date.now() - at;
}
