// The paper on a device (C19, C22): its ciphertext is fetched early and kept; the key opens it when it comes, by push,
// by asking, or typed. Knows no page and no network; a composition root gives it the ports.
import { backoffDelay } from '../shared/backoff.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { parseKey } from './paper-key.ts';
import type { KeptPaper, PaperKey, PaperOpeningPorts } from './paper-ports.ts';
import type { PaperView } from './paper-view.ts';
import type { OpenPaper } from './paper.ts';
import { unseal } from './sealing.ts';

/** While connected the push is waited for; only then a thousand devices would ask, and not all at once. */
const PUSH_WITHIN_MS = 1500;
const JITTER_MS = 1000;
/** Until then nothing is said of a missing key: it is on its way. */
const GRACE_MS = 2500;
const ASK_AGAIN = { firstMs: 1000, maxMs: 8000 };
const FETCH_AGAIN = { firstMs: 1000, maxMs: 30_000 };
/** Once in this span before the start it is asked whether the paper was replaced. */
const RECHECK_FROM_MS = 90_000;
const RECHECK_SPAN_MS = 60_000;
/** Timers drift and clocks are set right: asked again at least this often. */
const REARM_MS = 1000;

export interface PaperFacts {
	readonly startsAt: Millis;
	readonly enteredAt: Millis | null;
	/** The WebSocket is up, so a push would come. */
	readonly connected: boolean;
}

export interface PaperOpening {
	view(): PaperView;
	/** Where the attempt stands; call it whenever that changes, and at least once. */
	update(facts: PaperFacts): void;
	pushed(key: PaperKey): void;
	/** 【刷新题目】: asks at once. */
	refresh(): void;
	/** 【输入题目密码】; what comes of it shows in the view. */
	typeKey(text: string): Promise<void>;
	/** The network may be back. */
	wake(): void;
	close(): void;
}

export function createPaperOpening(ports: PaperOpeningPorts): PaperOpening {
	const { attempt, clock, timers, random, store, server, subtle, changed } = ports;
	let facts: PaperFacts | null = null;
	let kept: KeptPaper | null = null;
	let open: OpenPaper | null = null;
	let failed: ErrorCode | null = null;
	let refused: ErrorCode | null = null;
	let asking = false;
	/** A key that came before the ciphertext that it opens. */
	let waiting: string | null = null;
	let fetching: Promise<void> | null = null;
	let closed = false;
	let askFailures = 0;
	let fetchFailures = 0;
	let rechecked = false;
	const recheckBefore = RECHECK_FROM_MS - random() * RECHECK_SPAN_MS;
	const timer = { ask: () => {}, fetch: () => {}, watch: () => {} };

	const done = (): boolean => closed || open !== null || failed !== null;
	const due = (): boolean =>
		facts !== null && facts.enteredAt !== null && clock.now() >= facts.startsAt;
	function after(which: keyof typeof timer, ms: number, work: () => void): void {
		timer[which]();
		timer[which] = timers.after(ms, work);
	}
	function stop(): void {
		for (const which of ['ask', 'fetch', 'watch'] as const) timer[which]();
	}

	// — the ciphertext —

	const fetchSealed = (anew = false): Promise<void> =>
		(fetching ??= fetchOnce(anew).finally(() => (fetching = null)));

	async function fetchOnce(anew: boolean): Promise<void> {
		if (done()) return;
		timer.fetch();
		const answer = await server.sealed(kept && !anew ? kept.sealed : null);
		if (done()) return;
		if (!answer.ok) {
			if (answer.error === 'paper.none') refused = answer.error;
			fetchFailures++;
			const wait = backoffDelay(FETCH_AGAIN, fetchFailures, random());
			after('fetch', wait, () => void fetchSealed(anew));
		} else {
			fetchFailures = 0;
			if (refused === 'paper.none' || refused === 'paper.not-here') refused = null;
			if (answer.value !== 'unchanged') await keep({ attempt, sealed: answer.value, key: null });
		}
		changed();
	}

	async function keep(next: KeptPaper): Promise<void> {
		kept = next;
		// a full disk must not keep the paper from the candidate; it stays in memory
		await store.keep(next).catch(() => {});
		if (waiting !== null && next.key === null) await tryKey(waiting);
	}

	// — the key —

	/** @returns whether the paper is open now */
	async function tryKey(text: string): Promise<boolean> {
		const paper = kept;
		const key = parseKey(text);
		if (!paper || !key.ok) return false;
		const opened = await unseal(subtle, paper.sealed, key.value);
		if (done()) return open !== null;
		if (!opened.ok) {
			if (opened.error === 'paper.unreadable') failed = opened.error;
			return false;
		}
		open = opened.value;
		refused = waiting = null;
		stop();
		const again = paper.key !== null;
		// shown first, kept after: nobody waits for a disk at the start second
		changed();
		ports.opened(clock.now(), again);
		if (!again) await store.keep({ ...paper, key: text }).catch(() => {});
		return true;
	}

	async function take({ paper, version, key }: PaperKey): Promise<void> {
		if (done()) return;
		const fits = (): boolean => kept?.sealed.paper === paper && kept.sealed.version === version;
		const here = fits();
		if (here && (await tryKey(key))) return;
		if (done()) return;
		// another version than the one here, none here yet, or one that was damaged on the disk
		waiting = key;
		refuseKey('paper.not-here');
		await fetching;
		await fetchSealed(here);
		if (fits() && !(await tryKey(key))) refuseKey('paper.wrong-key');
	}

	function refuseKey(code: ErrorCode): void {
		if (done()) return;
		refused = code;
		changed();
	}

	async function ask(): Promise<void> {
		if (done() || asking || !due()) return;
		timer.ask();
		asking = true;
		changed();
		const answer = await server.key();
		asking = false;
		if (done()) return;
		if (answer.ok) await take(answer.value);
		else refuseKey(answer.error.code);
		if (done()) return;
		askFailures++;
		const opensAt = answer.ok ? undefined : answer.error.opensAt;
		const wait = backoffDelay(ASK_AGAIN, askFailures, random());
		// our clock runs before the server's: come back at its second, it is no failure
		const early = opensAt === undefined ? 0 : Math.max(0, opensAt - clock.now());
		after('ask', early > 0 ? early + random() * JITTER_MS : wait, () => void ask());
		changed();
	}

	/** When this device begins to ask by itself: with jitter, and not before the push had its time. */
	function planAsking({ startsAt, enteredAt, connected }: PaperFacts): void {
		// the keys are pushed once, to those who have entered by then: whoever enters later waits for nothing
		if (enteredAt !== null && enteredAt > startsAt) return void ask();
		const push = connected ? Math.max(0, startsAt + PUSH_WITHIN_MS - clock.now()) : 0;
		after('ask', push + random() * JITTER_MS, () => void ask());
	}

	let planned = false;
	function watch(): void {
		if (done() || !facts) return;
		const left = facts.startsAt - clock.now();
		if (!rechecked && kept && left <= recheckBefore && left > 0) {
			rechecked = true;
			void fetchSealed();
		}
		if (due() && !planned) {
			planned = true;
			planAsking(facts);
		}
		if (left <= 0) changed();
		after('watch', left > 0 ? Math.min(left, REARM_MS) : REARM_MS, watch);
	}

	async function load(): Promise<void> {
		kept = (await store.kept(attempt).catch(() => undefined)) ?? null;
		if (closed) return;
		if (kept?.key) await tryKey(kept.key);
		if (!done()) await fetchSealed();
		changed();
	}
	void load();

	return {
		view() {
			if (open) return { state: 'open', paper: open };
			if (failed) return { state: 'failed', code: failed };
			const here = kept !== null;
			const missedBy = facts && due() ? clock.now() - facts.startsAt : -1;
			if (!facts || missedBy < 0 || (missedBy < GRACE_MS && refused === null))
				return { state: 'sealed', here };
			return { state: 'no-key', here, since: facts.startsAt, asking, refused };
		},
		update(next) {
			const before = facts;
			facts = next;
			if (done()) return;
			// the push that was waited for will not come
			if (planned && before?.connected && !next.connected) planAsking(next);
			if (before?.startsAt !== next.startsAt || before.enteredAt !== next.enteredAt) watch();
		},
		pushed: (key) => void take(key),
		refresh() {
			if (done()) return;
			refused = null;
			if (!kept) void fetchSealed();
			void ask();
		},
		async typeKey(text) {
			if (done()) return;
			const key = parseKey(text);
			if (!key.ok) refuseKey(key.error);
			else if (!kept) refuseKey('paper.not-here');
			else if (!(await tryKey(text))) refuseKey('paper.wrong-key');
		},
		wake() {
			if (done()) return;
			if (!kept) void fetchSealed();
			if (planned && !asking) after('ask', random() * JITTER_MS, () => void ask());
		},
		close() {
			closed = true;
			stop();
		}
	};
}
