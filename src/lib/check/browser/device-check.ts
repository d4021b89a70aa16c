// The device check on this browser (C4). Every measurement has a check of its own on the server, for as long as it
// takes: nothing stays there while a person reads the page, and one that is repeated begins with all its room.
import { deleteDB } from 'idb';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { OpenDeviceCheck } from '../ports.ts';
import type { CheckOpened } from '../wire.ts';
import { alone, ifAlone } from './alone.ts';
import { endCheck, inCheck, openCheck } from './check-server.ts';
import { measureLatency } from './latency.ts';
import { sendForRate } from './rate-sender.ts';
import { STORAGE_DATABASE, testStorage } from './storage-test.ts';
import { FILM_DATABASE, recordTestFilm } from './test-film.ts';
import { inTime } from './waiting.ts';

/** Of the time an idle check lives; in the rest the first part comes there, on the slowest line too. */
const KEPT_SHARE = 0.5;
const CLEARING_LIMIT_MS = 3000;

export const openDeviceCheck: OpenDeviceCheck<CaptureSource> = async (over) => {
	const begun = performance.now();
	const first = await openCheck(over);
	if (!first.ok) return first;
	/** Opened to know whether there is one; the first measurement takes it. */
	let kept: CheckOpened | null = first.value;
	const running = new Set<string>([first.value.token]);
	const urls = new Set<string>();

	const keptUntil = begun + first.value.idleMs * KEPT_SHARE;
	const unused = setTimeout(giveKept, keptUntil - performance.now());

	/** Nothing was sent to it yet: the server ends it soon, and somebody else may need the place. */
	function giveKept(): void {
		if (kept) void give(kept);
	}

	async function give(opened: CheckOpened): Promise<void> {
		if (kept === opened) kept = null;
		running.delete(opened.token);
		await endCheck(opened.token);
	}

	async function take(signal: AbortSignal): Promise<Result<CheckOpened, ErrorCode>> {
		// the timer of a page in the background is late
		if (performance.now() >= keptUntil) giveKept();
		const first = kept;
		kept = null;
		if (first) return ok(first);
		const opened = await openCheck(signal);
		if (opened.ok) running.add(opened.value.token);
		return opened;
	}

	async function onServer<T>(
		signal: AbortSignal,
		work: (opened: CheckOpened) => Promise<Result<T, ErrorCode>>
	): Promise<Result<T, ErrorCode>> {
		const opened = await take(signal);
		if (!opened.ok) return opened;
		try {
			const done = await work(opened.value);
			if (signal.aborted) return err('check.stopped');
			return done.ok ? done : err(inCheck(done.error));
		} finally {
			await give(opened.value);
		}
	}

	return ok({
		measureUpload: (progress, signal) =>
			orTooOld(onServer(signal, (opened) => sendForRate(opened, progress, signal))),
		latency: (signal) => orTooOld(measureLatency(signal)),
		storage: (bytes) => orTooOld(alone(STORAGE_DATABASE, never, () => testStorage(bytes))),
		async record(source, forMs, progress, signal) {
			const recorded = await orTooOld(
				alone(FILM_DATABASE, signal, () =>
					onServer(signal, (opened) =>
						recordTestFilm({ opened, source, forMs, progress, over: signal }).catch(
							(): Result<never, ErrorCode> => err('check.storage-refused')
						)
					)
				)
			);
			if (recorded.ok) urls.add(recorded.value.url);
			return recorded;
		},
		async end() {
			clearTimeout(unused);
			kept = null;
			for (const url of urls) URL.revokeObjectURL(url);
			urls.clear();
			await Promise.allSettled([
				...[...running].map(endCheck),
				...[STORAGE_DATABASE, FILM_DATABASE].map(clear)
			]);
			running.clear();
		}
	});
};

/** What is thrown is a call that this browser does not have. */
const orTooOld = <T>(work: Promise<Result<T, ErrorCode>>): Promise<Result<T, ErrorCode>> =>
	work.catch((): Result<T, ErrorCode> => err('device.unsupported'));

const never = new AbortController().signal;

/** Nothing of this page is left by then; of one that crashed there may be. Another tab removes its own. */
const clear = (database: string): Promise<void> =>
	ifAlone(database, () => inTime(CLEARING_LIMIT_MS, deleteDB(database)));
