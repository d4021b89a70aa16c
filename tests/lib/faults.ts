// What the fault tests share: one sitting, a candidate for each kind of fault, and the check that nothing was lost.
import { expect, type Browser, type Page } from 'playwright/test';
import { candidateOf, startDemo, type Demo } from './demo.ts';
import { endInterview, enter, expectUploaded } from './candidate.ts';
import { expectNothingLost, serverParts, vaultParts, type ServerPart } from './ledger.ts';
import { newProfile, type Profile, type RealChromium } from './real-chromium.ts';
import { behind, readFilm, withTimecodeCamera, type FilmReading } from './timecode.ts';
import { KILLS, pause } from './wish.ts';

const SECONDS_A_FAULT = 30;
const LATE_MINUTES = 120;
const ARRIVES_WITHIN_MS = 60_000;

/** Long enough for every fault; each candidate ends by themselves when theirs are done. */
export const startFaultSitting = (candidates: number): Promise<Demo> =>
	startDemo({
		startIn: 8,
		minutes: Math.max(10, (candidates * KILLS * SECONDS_A_FAULT) / 60),
		candidates,
		// one after the other comes, long after the start
		lateMinutes: LATE_MINUTES
	});

export interface Sitter {
	readonly profile: Profile;
	browser: RealChromium;
}

/** A candidate in a browser of their own, recording. @param url where their network leads, if not to the demo itself */
export async function seat(demo: Demo, index: number, url = demo.url): Promise<Sitter> {
	const profile = await newProfile(withTimecodeCamera);
	const browser = await profile.open();
	await enter(browser.page, url, candidateOf(demo, index));
	return { profile, browser };
}

/** Ends the interview by hand and waits until the page says that everything has arrived. */
async function endAndUpload(page: Page): Promise<void> {
	await endInterview(page);
	// after a 507 the next try may be half a minute away: a candidate would press the button
	const retry = page.getByRole('button', { name: '重试' });
	const arrived = page.getByText('上传成功');
	await expect(retry.or(arrived).first()).toBeVisible({ timeout: ARRIVES_WITHIN_MS });
	if (await retry.isVisible()) await retry.click({ timeout: 3000 }).catch(() => {});
	await expectUploaded(page, ARRIVES_WITHIN_MS);
}

/** Ends, compares vault and server byte by byte, waits for the films. */
export async function settle(demo: Demo, { browser }: Sitter): Promise<ServerPart[]> {
	await endAndUpload(browser.page);
	const parts = await vaultParts(browser.page);
	await expectNothingLost(demo.data, parts);
	const attempt = parts[0]?.attempt ?? '';
	const filmed = async (): Promise<boolean> =>
		(await serverParts(demo.data, attempt)).every(isSettled);
	await expect.poll(filmed, { timeout: 30_000 }).toBe(true);
	return serverParts(demo.data, attempt);
}

const isSettled = (part: ServerPart): boolean =>
	part.seekable_at !== null || part.remux_error !== null;

export async function leave({ browser, profile }: Sitter): Promise<void> {
	await browser.close();
	await profile.remove();
}

/** A page of the auditor, who may see films. */
export async function auditorPage(browser: Browser, demo: Demo): Promise<Page> {
	const page = await (await browser.newContext({ baseURL: demo.url, locale: 'zh-CN' })).newPage();
	await page.goto('/');
	await page.getByLabel('账号').fill(demo.staff.auditor.account);
	await page.getByLabel('密码').fill(demo.staff.auditor.password);
	await page.getByRole('button', { name: '登录', exact: true }).click();
	await page.waitForURL('**/proctor');
	return page;
}

/** The timeline is right within this; a single frame may be late when the machine is too busy to film in time. */
const TIMELINE_TOLERANCE_MS = 500;
const LATE_FRAME_MS = 1500;
/** Shorter films are asked for their last frame only. */
const LONG_ENOUGH_MS = 1500;

/**
 * Reads the instants that each film of a track really shows and compares them with where the timeline puts them.
 * @returns the last instant that each film shows, by part
 */
export async function checkTimeline(
	auditor: Page,
	parts: readonly ServerPart[],
	track: 'camera' | 'evidence' = 'camera'
): Promise<Map<string, FilmReading>> {
	const last = new Map<string, FilmReading>();
	const errors: number[] = [];
	for (const part of parts) {
		if (part.track !== track || part.seekable_at === null) continue;
		const length = part.duration_ms ?? 0;
		const asked = length < LONG_ENOUGH_MS ? [-0.04] : [0.5, length / 2000, -0.04];
		const readings = await readFilm(auditor, `/api/parts/${part.id}/film`, asked);
		// the last frame may be older than the film's end: sound goes on while a busy encoder lags behind
		for (const reading of readings.slice(0, -1))
			errors.push(Math.abs(behind(part.started_at + reading.asked * 1000, reading.shown)));
		const end = readings.at(-1);
		if (end) last.set(part.id, end);
	}
	expect(median(errors), 'timeline against what the films show').toBeLessThan(
		TIMELINE_TOLERANCE_MS
	);
	expect(Math.max(...errors), 'latest frame').toBeLessThan(LATE_FRAME_MS);
	return last;
}

/** What a kill cost: film missing before it, and until the next part began (ms). */
export function gapAt(
	kill: number,
	parts: readonly ServerPart[],
	last: ReadonlyMap<string, FilmReading>,
	track: 'camera' | 'evidence' = 'camera'
): { missing: number; resumed: number } {
	const own = parts.filter((part) => part.track === track);
	const killed = own.findLast((part) => part.started_at < kill);
	const next = own.find((part) => part.started_at > kill);
	const shown = last.get(killed?.id ?? '')?.shown;
	if (!killed || !next || shown === undefined) throw new Error('a killed part has no film');
	return { missing: behind(kill, shown), resumed: Math.round(next.started_at - kill) };
}

export const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export { KILLS, pause };
