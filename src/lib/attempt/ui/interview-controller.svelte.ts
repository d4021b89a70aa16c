// The candidate's page, put together: session, recording and upload in, one view out. The composition root of the
// desktop; decisions lie in the pure files it calls.
import { createDesktopRecording } from '../../recording/browser/desktop-recording.ts';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import { askPersistence } from '../../recording/browser/storage.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import { recoverParts } from '../../recording/recovery.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import { browserConnectivity } from '../../upload/browser/connectivity.ts';
import { createFetchHttpStack } from '../../upload/browser/fetch-http-stack.ts';
import { createTusPartUploader } from '../../upload/browser/tus-part-uploader.ts';
import { createUploadLoop } from '../../upload/upload-loop.ts';
import { silentLog } from '../../shared/log.ts';
import { readSession } from '../browser/attempt-api.ts';
import { askWhose, readMark, writeMark } from '../browser/attempt-mark.ts';
import { keepLease, openAttemptSession } from '../browser/attempt-opening.ts';
import { missingCapabilities } from '../browser/capabilities.ts';
import { openKeepsake } from '../browser/keepsake.ts';
import { createLeaseDesk } from '../browser/lease-desk.ts';
import { createRoom, type Room } from './room-controller.svelte.ts';
import type { AttemptView, RoomActions } from './room-view.ts';

export interface InterviewOptions {
	readonly locale: () => Locale;
	/** Leaves for the entry page. @param done the attempt is: its login ends here too */
	readonly goHome: (done: boolean) => void;
	readonly viewLocalVideo: () => void;
	/** Loads the page again, wholly. */
	readonly openAnew: () => void;
}

export interface Interview {
	readonly view: AttemptView;
	readonly actions: RoomActions;
	/** Null until it is known which attempt this is. */
	readonly attempt: string | null;
	/** The candidate has seen their own film play. */
	filmPlayed(): void;
	close(): void;
}

/** A page opened without a network tries again by itself. */
const RETRY_EVERY_MS = 5000;

/** Held by the one tab that runs the attempt; a second one waits for it. */
const tabLock = (attempt: string): string => `tab:${attempt}`;

export function createInterview(options: InterviewOptions): Interview {
	let stage = $state.raw<AttemptView>({ kind: 'connecting' });
	let room = $state.raw<Room | null>(null);
	let attempt = $state<string | null>(null);
	let closed = false;
	let release = (): void => {};
	/** C8: this device has asked for the attempt; over whatever else the page shows. */
	let asking = $state.raw<AttemptView | null>(null);
	/** The room was left to be opened anew with another lease. */
	let reopening = false;
	/** The room was left because it is somebody else who has logged in. */
	let leaving = false;
	/** 【在这台设备上继续】 was pressed and has no answer yet. */
	let continuing = false;
	let stopAsking = (): void => {};
	const desk = createLeaseDesk((asked) => (asking = { kind: 'asking', asking: asked }));
	let retryTimer: ReturnType<typeof setTimeout> | undefined;

	const fail = (code: ErrorCode): void => {
		if (code === 'access.login-required') {
			options.goHome(false);
			return;
		}
		stage = { kind: 'failed', code, supportPhone: null };
		if (code === 'server.unreachable') retryTimer = setTimeout(begin, RETRY_EVERY_MS);
	};

	/** By a button or by itself; what is shown stays until there is something else to show. */
	function begin(): void {
		clearTimeout(retryTimer);
		if (closed) return;
		start().catch((problem: unknown) => {
			// what cannot be foreseen is shown, never a blank page; the console has the rest
			reportError(problem);
			fail('server.fault');
		});
	}

	const tryAgain = (): void => {
		stage = { kind: 'connecting' };
		begin();
	};

	async function start(): Promise<void> {
		const missing = missingCapabilities();
		if (missing.length > 0) {
			stage = { kind: 'unsupported', missing };
			return;
		}
		const [keepsake, login] = await Promise.all([openKeepsake(), readSession()]);
		if (login.ok && login.value.candidate) writeMark(login.value.attempt);
		const who = login.ok ? login.value : null;
		const opened = await openAttemptSession(keepsake, who, readMark(), desk);
		asking = null;
		if (closed) return;
		if (!opened.ok) {
			fail(opened.error);
			return;
		}
		const session = opened.value;
		attempt = session.attempt;
		if (who?.candidate) writeMark(session.attempt);
		stopAsking();
		if (!who) stopAsking = askWhose(session.attempt, leave);
		const ran = await webLocks.tryHold(tabLock(session.attempt), () => run(session));
		if (leaving && !closed) return options.openAnew();
		if (reopening && !closed) {
			reopening = false;
			return start();
		}
		if (ran !== undefined || closed) return;
		session.close();
		stage = { kind: 'second-tab' };
		// goes on here as soon as the other tab is closed
		await webLocks.hold(tabLock(session.attempt), async () => {});
		if (!closed) await start();
	}

	/** What is recorded here is closed first: it is the other one's. */
	function leave(): void {
		leaving = true;
		if (room) release();
		else options.openAnew();
	}

	/** Another device has shut this page and is to give the attempt back; until then what lies here goes on uploading. */
	async function continueHere(): Promise<void> {
		// also before the first answer: two askings would withdraw each other's request
		if (asking || continuing) return;
		continuing = true;
		const taken = await desk.take();
		continuing = false;
		asking = null;
		if (!taken.ok) return fail(taken.error);
		await keepLease(await openKeepsake(), taken.value);
		reopening = true;
		release();
	}

	/** Holds the tab's lock until the page is left. */
	async function run(session: Parameters<typeof createRoom>[0]['session']): Promise<true> {
		const vault = await createIdbVault();
		// not awaited: Firefox asks the person, and recording does not wait for that
		void askPersistence().catch(() => false);
		await recoverParts({ vault, locks: webLocks, attempt: session.attempt });
		const state = session.view()?.state;
		if (!state || closed || leaving) return true;
		const uploads = createUploadLoop({
			attempt: session.attempt,
			vault,
			locks: webLocks,
			uploader: createTusPartUploader({
				vault,
				timers: systemTimers,
				httpStack: createFetchHttpStack(systemTimers),
				origin: location.origin,
				token: () => session.token,
				epoch: () => session.view()?.epoch ?? null
			}),
			connectivity: browserConnectivity,
			clock: session.clock,
			timers: systemTimers,
			random: Math.random,
			log: silentLog
		});
		uploads.start();
		const desktop = createDesktopRecording({
			attempt: session.attempt,
			lease: session.lease,
			encodings: state.frozen.rules,
			vault,
			locks: webLocks,
			clock: session.clock,
			timers: systemTimers
		});
		const live = createRoom({ session, vault, desktop, uploads, locale: options.locale });
		room = live;
		await new Promise<void>((resolve) => (release = resolve));
		room = null;
		live.close();
		// first: an answer that is read now must not be kept over what the next session takes
		session.close();
		await uploads.stop();
		return true;
	}

	begin();

	return {
		get view() {
			return asking ?? room?.view ?? stage;
		},
		get attempt() {
			return attempt;
		},
		actions: {
			openCamera: () => room?.openCamera(),
			refreshDevices: () => room?.refreshDevices(),
			selectCamera: (id) => room?.selectCamera(id),
			selectMicrophone: (id) => room?.selectMicrophone(id),
			shareScreen: () => room?.shareScreen(),
			confirm: () => room?.confirm(),
			drawLot: () => room?.drawLot(),
			sign: (signature) => room?.sign(signature),
			enterFullScreen: () => room?.enterFullScreen(),
			refresh: () => room?.refresh(),
			disputeDetails: (text) => room?.disputeDetails(text),
			sendHelp: (text) => room?.sendHelp(text),
			markAnswered: (question) => room?.markAnswered(question),
			replacePhone: () => room?.replacePhone(),
			keepPhone: () => room?.keepPhone(),
			watchPhone: (watching) => room?.watchPhone(watching),
			typeKey: (text) => room?.typeKey(text),
			answerRequest: (granted) => room?.answerRequest(granted),
			rehearseCut: () => room?.rehearseCut(),
			rehearseReload: () => room?.rehearseReload(),
			resumeRecording: () => room?.resumeRecording(),
			endInterview: () => room?.endInterview(),
			retryUpload: () => room?.retryUpload(),
			saveHandIn: () => room?.saveHandIn(),
			viewLocalVideo: options.viewLocalVideo,
			goHome: () => options.goHome(room?.view?.kind === 'room' && room.view.room.stage === 'done'),
			continueHere: () => void continueHere(),
			retry() {
				if (asking) desk.again();
				else if (room) room.retryUpload();
				else tryAgain();
			}
		},
		filmPlayed: () => room?.filmPlayed(),
		close() {
			closed = true;
			clearTimeout(retryTimer);
			stopAsking();
			desk.close();
			release();
		}
	};
}
