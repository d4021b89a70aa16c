// A candidate in a browser that loses focus, is hidden and loses its screens as a person's does, and what the server has
// of it: for the tests of the watch (C25–C32).
import type { CDPSession, Page } from 'playwright';
import { expect } from 'playwright/test';
import { enter, type Login } from './candidate.ts';
import type { IncidentKind } from '../../src/lib/attempt/events.ts';
import { presetPolicy } from '../../src/lib/integrity/presets.ts';
import { keptDevice } from './kept-device.ts';
import { newProfile, type RealChromium } from './real-chromium.ts';

export interface ServerIncident {
	readonly key: string;
	readonly kind: string;
	readonly from: number;
	readonly until: number | null;
	readonly times: number;
	/** When the test saw it at the server. */
	readonly seenAt: number;
}

export interface Watched {
	readonly page: Page;
	readonly browser: RealChromium;
	readonly cdp: CDPSession;
	readonly attempt: string;
	/** What the server has, in order of its beginning. */
	incidents(url?: string): Promise<ServerIncident[]>;
	/** Resolves once the server has an incident of this kind that began at or after `since`. */
	noted(
		kind: string,
		since: number,
		timeoutMs?: number,
		/** Where the server is asked, if not where the page is. */
		url?: string
	): Promise<ServerIncident>;
	/** Resolves once that one is over there. */
	over(kind: string, since: number, timeoutMs?: number, url?: string): Promise<ServerIncident>;
	close(): Promise<void>;
}

const LOOK_EVERY_MS = 100;
/** The device's estimate of the server's time may be as much off. */
const CLOCK_MS = 250;

/** @param args further switches of Chromium */
export async function openWatched(
	args: readonly string[] = [],
	prepare: (page: Page) => Promise<void> = async () => {}
) {
	const profile = await newProfile(async () => {}, { args, bare: true });
	const browser = await profile.open();
	const { page } = browser;
	await page.setViewportSize({ width: 1366, height: 768 }).catch(() => {});
	await prepare(page);
	return {
		browser,
		page,
		async close() {
			await browser.close();
			await profile.remove();
		}
	};
}

/** In the interview, recording, in full screen. */
export async function watchedCandidate(
	url: string,
	login: Login,
	args: readonly string[] = [],
	prepare: (page: Page) => Promise<void> = async () => {}
): Promise<Watched> {
	const opened = await openWatched(args, prepare);
	const { page, browser } = opened;
	await enter(page, url, login);
	const { token, attempt } = await keptDevice(page);
	const cdp = await browser.context.newCDPSession(page);

	async function incidents(asked = url): Promise<ServerIncident[]> {
		// not through the page, which may be cut off
		const answer = await fetch(`${asked}/api/attempt`, {
			headers: { authorization: `Bearer ${token}` }
		});
		const seenAt = Date.now();
		const { state } = (await answer.json()) as {
			state: { incidents: Record<string, Omit<ServerIncident, 'key' | 'seenAt'>> };
		};
		return Object.entries(state.incidents)
			.map(([key, one]) => ({ ...one, key, seenAt }))
			.sort((a, b) => a.from - b.from);
	}

	async function found(
		what: string,
		holds: (one: ServerIncident) => boolean,
		timeoutMs: number,
		asked?: string
	): Promise<ServerIncident> {
		for (const giveUp = Date.now() + timeoutMs; Date.now() < giveUp;) {
			const one = (await incidents(asked)).find(holds);
			if (one) return one;
			await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
		}
		throw new Error(`${what}: ${JSON.stringify(await incidents(asked))}`);
	}

	return {
		...{ page, browser, cdp, attempt, incidents },
		noted: (kind, since, timeoutMs = 15_000, asked = url) =>
			found(
				`not noted: ${kind}`,
				(one) => one.kind === kind && (one.until ?? Infinity) >= since - CLOCK_MS,
				timeoutMs,
				asked
			),
		over: (kind, since, timeoutMs = 30_000, asked = url) =>
			found(
				`not over: ${kind}`,
				(one) => one.kind === kind && one.until !== null && one.until >= since - CLOCK_MS,
				timeoutMs,
				asked
			),
		close: opened.close
	};
}

/** As a person comes back: by the button on the cover. */
export async function backToFullScreen(page: Page): Promise<void> {
	await page.getByRole('button', { name: '回到全屏' }).click();
	await expect(page.getByRole('alertdialog')).toBeHidden();
}

/** Of the demo's exam. */
export const POLICY = presetPolicy('standard');
/** From the end of the grace to the server. */
const AT_SERVER_MS = 2000;
const graceOf = (kind: IncidentKind): number => POLICY.kinds[kind]?.graceMs ?? 0;

/** Something happens, and the server has it in time. @returns the incident */
export async function expectNoted(
	watched: Watched,
	kind: IncidentKind,
	cause: () => Promise<unknown>
): Promise<ServerIncident> {
	const since = Date.now();
	await cause();
	const incident = await watched.noted(kind, since);
	const took = incident.seenAt - since - graceOf(kind);
	console.log(`  ${kind}: at the server after ${String(took)} ms beyond its grace`);
	expect(took).toBeLessThan(AT_SERVER_MS);
	return incident;
}
