// A test recording that goes an exam's way: recorder, vault, upload loop, the server's disk, and back (C4). Only the
// database and the address are other ones; what is left of it here is removed whatever happens.
import { deleteDB } from 'idb';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { browserPorts } from '../../recording/browser/browser-ports.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import { recordableTypes } from '../../recording/codecs.ts';
import type { StoredPart, Vault } from '../../recording/ports.ts';
import { createTrackRecorder } from '../../recording/track-recorder.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { silentLog } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { browserConnectivity } from '../../upload/browser/connectivity.ts';
import { createFetchHttpStack } from '../../upload/browser/fetch-http-stack.ts';
import { createTusPartUploader } from '../../upload/browser/tus-part-uploader.ts';
import { createUploadLoop, type UploadLoop } from '../../upload/upload-loop.ts';
import type { TestRecording, TestStep } from '../ports.ts';
import { sendingOf, type Sending } from '../test-sending.ts';
import { CHECK_UPLOAD_PATH, type CheckOpened } from '../wire.ts';
import { locksOf } from './alone.ts';
import { fetchFilm } from './check-server.ts';
import { inTime, pauseUnless } from './waiting.ts';

export const FILM_DATABASE = 'duimian-check';
const CLEARING_LIMIT_MS = 5000;
const LOOK_MS = 200;
const FETCH_TRIES = 3;
const FETCH_AGAIN_MS = 1500;
const clock = { now: (): Millis => Date.now() };

export interface TestFilmParts {
	readonly opened: CheckOpened;
	readonly source: CaptureSource;
	readonly forMs: Millis;
	readonly progress: (step: TestStep, share: number) => void;
	readonly over: AbortSignal;
}

/** The source stays open: it is the page's. */
export async function recordTestFilm(
	parts: TestFilmParts
): Promise<Result<TestRecording, ErrorCode>> {
	parts.progress('recording', 0);
	// what a page that crashed has left; one that still lies somewhere, frozen, may hold it for ever
	await inTime(CLEARING_LIMIT_MS, deleteDB(FILM_DATABASE));
	const vault = await createIdbVault(FILM_DATABASE);
	const uploads = startUploads(vault, parts.opened);
	try {
		const filmed = await film(vault, parts);
		if (!filmed.ok) return filmed;
		const sent = await send(uploads, parts);
		return sent.ok ? await fetchBack(filmed.value, parts) : sent;
	} finally {
		await uploads.stop();
		await vault.remove();
	}
}

function startUploads(vault: Vault, { check, token }: CheckOpened): UploadLoop {
	const uploads = createUploadLoop({
		...{ attempt: check, vault, clock, locks: webLocks, timers: systemTimers, log: silentLog },
		uploader: createTusPartUploader({
			...{ vault, timers: systemTimers, origin: location.origin, path: CHECK_UPLOAD_PATH },
			httpStack: createFetchHttpStack(systemTimers),
			token: () => token
		}),
		connectivity: browserConnectivity,
		random: Math.random
	});
	uploads.start();
	return uploads;
}

/** @returns the part that holds the film */
async function film(
	vault: Vault,
	{ opened: { check }, source, forMs, progress, over }: TestFilmParts
): Promise<Result<StoredPart, ErrorCode>> {
	const mimes = recordableTypes('camera', browserPorts.isRecordable);
	if (!mimes || !locksOf()) return err('device.unsupported');
	const recorder = createTrackRecorder<CaptureSource>({
		...{ ...browserPorts, vault, clock, locks: webLocks, timers: systemTimers, mimes },
		...{ track: 'camera', attempt: check, lease: check, encoding: DEFAULT_RULES.camera }
	});
	let problem: ErrorCode | null = null;
	try {
		const started = await recorder.switchTo(source);
		if (!started.ok) problem = 'check.no-film';
		const begun = performance.now();
		for (let ms = 0; ms < forMs && !problem && !over.aborted; ms = performance.now() - begun) {
			progress('recording', ms / forMs);
			await pauseUnless(over, Math.min(LOOK_MS, forMs - ms));
			problem = problemOf(recorder.state);
		}
	} finally {
		await recorder.stop();
	}
	if (over.aborted) return err('check.stopped');
	if (problem) return err(problem);
	const [longest] = (await vault.parts(check)).sort((a, b) => b.storedMs - a.storedMs);
	if (!longest || longest.stored === 0) return err('check.no-film');
	progress('recording', 1);
	return ok(longest);
}

function problemOf(state: ReturnType<typeof createTrackRecorder>['state']): ErrorCode | null {
	if (state.problem === 'device.storage-full') return 'check.storage-full';
	return state.state === 'interrupted' ? 'check.no-film' : null;
}

async function send(
	uploads: UploadLoop,
	{ progress, over }: TestFilmParts
): Promise<Result<void, ErrorCode>> {
	progress('uploading', 0);
	uploads.flush();
	let sending: Sending | null = null;
	for (;;) {
		sending = sendingOf(uploads.state, sending, performance.now());
		progress('uploading', sending.share);
		if (sending.problem) return err(sending.problem);
		if (sending.done) return ok(undefined);
		await pauseUnless(over, LOOK_MS);
		if (over.aborted) return err('check.stopped');
	}
}

/** What came back is what was recorded, or it is no proof. */
async function fetchBack(
	{ id: part, mime, stored, storedMs, sha256 }: StoredPart,
	{ opened: { token }, progress, over }: TestFilmParts
): Promise<Result<TestRecording, ErrorCode>> {
	const taken = (bytes: number): void => progress('fetching', Math.min(1, bytes / stored));
	for (let tries = 1; ; tries++) {
		taken(0);
		const back = await fetchFilm({ token, part, mime }, taken, over);
		if (over.aborted) return err('check.stopped');
		if (back.ok) {
			if (back.value.sha256 !== sha256) return err('check.film-differs');
			const url = URL.createObjectURL(back.value.blob);
			return ok({ url, mime, ms: Math.round(storedMs), bytes: stored });
		}
		if (back.error !== 'server.unreachable' || tries >= FETCH_TRIES) return back;
		await pauseUnless(over, FETCH_AGAIN_MS);
	}
}
