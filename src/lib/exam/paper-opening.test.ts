import { webcrypto } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok } from '../shared/result.ts';
import { manualTime, settle, type ManualTime } from '../shared/testing/manual-time.ts';
import { keyText } from './paper-key.ts';
import { createPaperOpening, type PaperOpening } from './paper-opening.ts';
import type { KeptPaper, PaperKey, PaperServer, PaperStore } from './paper-ports.ts';
import { seal, type SealedPaper } from './sealing.ts';
import { SAMPLE_PAPER } from './testing/papers.ts';

const subtle = webcrypto.subtle as SubtleCrypto;
/** What WebCrypto was asked for and has not answered. */
const underWay = new Set<Promise<unknown>>();
const watched = new Proxy(subtle, {
	get(target, name: 'decrypt') {
		return (...asked: Parameters<SubtleCrypto['decrypt']>) => {
			const answer = target[name](...asked);
			underWay.add(answer);
			const answered = (): boolean => underWay.delete(answer);
			answer.then(answered, answered);
			return answer;
		};
	}
});
const START = 1_000_000;
const ENTERED = START - 300_000;
const NAME = { sitting: 'sitting', paper: 'paper' };

interface Version {
	readonly sealed: SealedPaper;
	readonly key: PaperKey;
}
async function makeVersion(version: number): Promise<Version> {
	const key = new Uint8Array(16).fill(version);
	const nonce = new Uint8Array(12).fill(version);
	const sealed = await seal(subtle, { v: 1, version, ...SAMPLE_PAPER }, NAME, { key, nonce });
	return { sealed, key: { paper: 'paper', version, key: keyText(key) } };
}
const FIRST = await makeVersion(1);
const SECOND = await makeVersion(2);

/** A server whose network can be cut, and a disk that outlives the page. */
function world(time: ManualTime) {
	const disk = new Map<string, KeptPaper>();
	const state = { online: true, current: FIRST, asked: 0, fetched: 0, full: false };
	const store: PaperStore = {
		kept: async (attempt) => disk.get(attempt),
		async keep(kept) {
			if (state.full) throw new Error('QuotaExceededError');
			disk.set(kept.attempt, structuredClone(kept));
		}
	};
	const server: PaperServer = {
		async sealed(known) {
			state.fetched++;
			if (!state.online) return err('server.unreachable');
			return ok(
				known?.version === state.current.sealed.version ? 'unchanged' : state.current.sealed
			);
		},
		async key() {
			state.asked++;
			if (!state.online) return err({ code: 'server.unreachable' });
			return time.now() < START
				? err({ code: 'paper.not-yet' as ErrorCode, opensAt: START })
				: ok(state.current.key);
		}
	};
	return { disk, state, store, server };
}

let time: ManualTime;
let at: ReturnType<typeof world>;
let openings: [number, boolean][];
const pages: PaperOpening[] = [];

beforeEach(() => {
	time = manualTime(START - 600_000);
	at = world(time);
	openings = [];
});
afterEach(() => {
	for (const page of pages.splice(0)) page.close();
});

/** A page, entered and connected unless said otherwise. Its jitter is always the middle. */
function openPage(
	facts: { enteredAt?: number | null; connected?: boolean; startsAt?: number } = {}
) {
	const page = createPaperOpening({
		attempt: 'a',
		clock: time,
		timers: time,
		random: () => 0.5,
		store: at.store,
		server: at.server,
		subtle: watched,
		changed: () => {},
		opened: (when, again) => void openings.push([when, again])
	});
	pages.push(page);
	page.update({ startsAt: START, enteredAt: ENTERED, connected: true, ...facts });
	return page;
}
/** WebCrypto works on threads, which a busy machine keeps waiting: until nothing of it is under way. */
async function rest(): Promise<void> {
	do {
		await Promise.allSettled(underWay);
		await settle();
	} while (underWay.size > 0);
}
async function until(moment: number): Promise<void> {
	await time.advance(moment - time.now());
	await rest();
	await time.advance(0);
}

describe('[C19] the paper on the device', () => {
	test('is here long before the start, and shut', async () => {
		const page = openPage();
		await until(START - 500_000);
		expect(page.view()).toEqual({ state: 'sealed', here: true });
		expect(at.disk.get('a')).toMatchObject({ key: null });
		await until(START - 1);
		expect(page.view()).toEqual({ state: 'sealed', here: true });
		expect(at.state.asked).toBe(0);
	});

	test('opens with the pushed key, without asking, and says so once', async () => {
		const page = openPage();
		await until(START);
		page.pushed(FIRST.key);
		page.pushed(FIRST.key);
		await rest();
		expect(page.view()).toMatchObject({ state: 'open', paper: { pages: SAMPLE_PAPER.pages } });
		await until(START + 60_000);
		expect(at.state.asked).toBe(0);
		expect(openings).toEqual([[START, false]]);
	});

	test('connected, but no push came: it asks by itself after the push had its time', async () => {
		const page = openPage();
		await until(START + 1999);
		expect(at.state.asked).toBe(0);
		expect(page.view()).toEqual({ state: 'sealed', here: true });
		await until(START + 2000);
		expect(at.state.asked).toBe(1);
		expect(page.view().state).toBe('open');
	});

	test('not connected: it asks within the second', async () => {
		const page = openPage({ connected: false });
		await until(START + 500);
		expect(page.view().state).toBe('open');
	});

	test('entered after the start, it asks at once: no push can come any more', async () => {
		const page = openPage({ enteredAt: null });
		await until(START + 400);
		page.update({ startsAt: START, enteredAt: START + 400, connected: true });
		await until(START + 400);
		expect(at.state.asked).toBe(1);
		expect(page.view().state).toBe('open');
	});

	test('opened anew when the push has had its time, it waits for none', async () => {
		await time.advance(START + 3000 - time.now());
		const page = openPage();
		await until(START + 3500);
		expect(page.view().state).toBe('open');
	});

	test('a connection that is lost while the push is waited for is not waited for', async () => {
		const page = openPage();
		await until(START + 200);
		page.update({ startsAt: START, enteredAt: ENTERED, connected: false });
		await until(START + 700);
		expect(page.view().state).toBe('open');
	});

	test('who has not entered does not ask, and asks as soon as he has', async () => {
		const page = openPage({ enteredAt: null });
		await until(START + 60_000);
		expect([at.state.asked, page.view().state]).toEqual([0, 'sealed']);
		page.update({ startsAt: START, enteredAt: ENTERED, connected: false });
		await until(START + 61_000);
		expect(page.view().state).toBe('open');
	});

	test('a device whose clock runs before the server’s comes back at the server’s second', async () => {
		const page = openPage({ startsAt: START - 5000, connected: false });
		await until(START - 1);
		expect(at.state.asked).toBe(1);
		await until(START + 1000);
		expect([at.state.asked, page.view().state]).toEqual([2, 'open']);
	});
});

describe('[C22] without a network', () => {
	test('from a minute before the start: shown as late, asked for, open as soon as it is back', async () => {
		const page = openPage();
		await until(START - 60_000);
		at.state.online = false;
		page.update({ startsAt: START, enteredAt: ENTERED, connected: false });
		await until(START + 90_000);
		expect(page.view()).toEqual({
			...{ state: 'no-key', here: true, since: START, asking: false },
			refused: 'server.unreachable'
		});
		const before = at.state.asked;
		expect(before).toBeGreaterThan(8);
		expect(before).toBeLessThan(25);
		at.state.online = true;
		page.wake();
		await until(START + 91_000);
		expect(page.view().state).toBe('open');
	});

	test('a typed key opens it; a mistyped one and another paper’s are told apart', async () => {
		const page = openPage();
		await until(START - 60_000);
		at.state.online = false;
		page.update({ startsAt: START, enteredAt: ENTERED, connected: false });
		await until(START + 5000);
		await page.typeKey('7Z');
		expect(page.view()).toMatchObject({ refused: 'paper.key-mistyped' });
		await page.typeKey(SECOND.key.key);
		expect(page.view()).toMatchObject({ state: 'no-key', refused: 'paper.wrong-key' });
		await page.typeKey(FIRST.key.key.toLowerCase());
		expect(page.view().state).toBe('open');
	});

	test('a reload shows the paper again, and says that it is not the first time', async () => {
		openPage();
		await until(START);
		pages[0]?.pushed(FIRST.key);
		await rest();
		pages.shift()?.close();
		at.state.online = false;
		const again = openPage({ connected: false });
		await rest();
		expect(again.view().state).toBe('open');
		expect(openings.map(([, repeated]) => repeated)).toEqual([false, true]);
	});

	test('a device that never got the ciphertext says so, and takes the key that waits for it', async () => {
		at.state.online = false;
		const page = openPage();
		await until(START);
		page.pushed(FIRST.key);
		await until(START + 100);
		expect(page.view()).toMatchObject({ state: 'no-key', here: false, refused: 'paper.not-here' });
		await page.typeKey(FIRST.key.key);
		expect(page.view()).toMatchObject({ refused: 'paper.not-here' });
		at.state.online = true;
		await until(START + 31_000);
		expect(page.view().state).toBe('open');
	});
});

describe('[C19] when things change', () => {
	test('a paper replaced before the start is noticed in time', async () => {
		const page = openPage();
		await until(START - 120_000);
		at.state.current = SECOND;
		await until(START - 20_000);
		expect(at.disk.get('a')?.sealed.version).toBe(2);
		await until(START);
		page.pushed(SECOND.key);
		await rest();
		expect(page.view()).toMatchObject({ state: 'open', paper: { version: 2 } });
	});

	test('a key for a version that is not here brings that version', async () => {
		const page = openPage();
		await until(START - 10_000);
		at.state.current = SECOND;
		await until(START);
		page.pushed(SECOND.key);
		await rest();
		await rest();
		expect(page.view()).toMatchObject({ state: 'open', paper: { version: 2 } });
	});

	test('what a bad disk damaged is fetched anew', async () => {
		const damaged = FIRST.sealed.sealed.map((byte, index) => (index === 50 ? byte ^ 1 : byte));
		at.disk.set('a', { attempt: 'a', sealed: { ...FIRST.sealed, sealed: damaged }, key: null });
		const page = openPage();
		await until(START);
		page.pushed(FIRST.key);
		await rest();
		await rest();
		expect(page.view().state).toBe('open');
	});

	test('a full disk keeps the paper from nobody', async () => {
		at.state.full = true;
		const page = openPage();
		await until(START);
		page.pushed(FIRST.key);
		await rest();
		expect(page.view().state).toBe('open');
	});

	test('【刷新题目】 asks at once, also while the push is waited for', async () => {
		const page = openPage();
		await until(START + 10);
		page.refresh();
		await until(START + 11);
		expect(page.view().state).toBe('open');
	});
});
