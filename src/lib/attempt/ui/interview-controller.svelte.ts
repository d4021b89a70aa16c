// The candidate's page, put together: session, recording and upload in, one view out. The composition root of the
// desktop; decisions lie in the pure files it calls.
import { createDesktopRecording } from '../../recording/browser/desktop-recording.ts';
import { RECORDINGS_DATABASE } from '../../recording/browser/idb-vault.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import { readSession } from '../browser/attempt-api.ts';
import { askWhose, readMark, writeMark } from '../browser/attempt-mark.ts';
import { keepLease, openAttemptSession } from '../browser/attempt-opening.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { missingCapabilities } from '../browser/capabilities.ts';
import { openDeviceUploads } from '../browser/device-uploads.ts';
import { INTERVIEW_DATABASE, openKeptAttempts } from '../browser/kept-attempts.ts';
import { supportPhoneHere } from '../browser/kept-glance.ts';
import { createLeaseDesk } from '../browser/lease-desk.ts';
import { createOneTab, type Opened, type Stay } from '../browser/one-tab.ts';
import type { DeviceView } from '../device-view.ts';
import { createRoom, type Room } from './room-controller.svelte.ts';
import type { PageView } from './page-view.ts';
import type { RoomActions } from './room-actions.ts';

export interface InterviewOptions {
	readonly locale: () => Locale;
	/** Leaves for the entry page. @param done the attempt is: its login ends here too */
	readonly goHome: (done: boolean) => void;
	readonly viewLocalVideo: () => void;
	/** Loads the page again, wholly. */
	readonly openAnew: () => void;
}

export interface Interview {
	readonly view: PageView;
	readonly actions: RoomActions;
	/** Null until it is known which attempt this is. */
	readonly attempt: string | null;
	/** The candidate has seen their own film play. */
	filmPlayed(): void;
	close(): void;
}

/** A page opened without a network tries again by itself. */
const RETRY_EVERY_MS = 5000;

const openKept = () => openKeptAttempts<DeviceView>(INTERVIEW_DATABASE);

export function createInterview(options: InterviewOptions): Interview {
	let stage = $state.raw<PageView>({ kind: 'connecting' });
	let room = $state.raw<Room | null>(null);
	let attempt = $state<string | null>(null);
	/** C8: this device has asked for the attempt; over whatever else the page shows. */
	let asking = $state.raw<PageView | null>(null);
	/** 【在这台设备上继续】 was pressed and has no answer yet. */
	let continuing = false;
	let stopAsking = (): void => {};
	let retryTimer: ReturnType<typeof setTimeout> | undefined;
	const desk = createLeaseDesk((asked) => (asking = { kind: 'asking', asking: asked }));
	const tab = createOneTab({
		locks: webLocks,
		open,
		elsewhere: () => (stage = { kind: 'second-tab' }),
		anew: options.openAnew,
		failed(problem) {
			// what cannot be foreseen is shown, never a blank page; the console has the rest
			reportError(problem);
			fail('server.fault');
		}
	});

	function fail(code: ErrorCode): void {
		if (code === 'access.login-required') return options.goHome(false);
		const failed = { kind: 'failed', code } as const;
		const shown: PageView = { ...failed, supportPhone: null };
		stage = shown;
		void supportPhoneHere(readMark()).then((supportPhone) => {
			if (stage === shown) stage = { ...failed, supportPhone };
		});
		if (code === 'server.unreachable') retryTimer = setTimeout(begin, RETRY_EVERY_MS);
	}

	/** By a button or by itself; what is shown stays until there is something else to show. */
	function begin(): void {
		clearTimeout(retryTimer);
		tab.start();
	}

	async function open(isOver: () => boolean): Promise<Opened | null> {
		const missing = missingCapabilities();
		if (missing.length > 0) {
			stage = { kind: 'unsupported', missing };
			return null;
		}
		const [kept, login] = await Promise.all([openKept(), readSession()]);
		if (login.ok && login.value.candidate) writeMark(login.value.attempt);
		const who = login.ok ? login.value : null;
		const opened = await openAttemptSession(kept, who, readMark(), desk);
		asking = null;
		if (!opened.ok) {
			if (!isOver()) fail(opened.error);
			return null;
		}
		const session = opened.value;
		const found = { attempt: session.attempt, close: session.close };
		if (isOver()) return { ...found, run: async () => {} };
		attempt = session.attempt;
		if (who?.candidate) writeMark(session.attempt);
		stopAsking();
		if (!who) stopAsking = askWhose(session.attempt, () => tab.leave('anew'));
		return { ...found, run: (stay) => run(session, stay) };
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
		await keepLease(await openKept(), taken.value);
		tab.leave('reopen');
	}

	/** While this tab holds the attempt. */
	async function run(session: AttemptSession, stay: Stay): Promise<void> {
		const opened = await openDeviceUploads(session, RECORDINGS_DATABASE);
		const state = session.view()?.state;
		if (state && !stay.isOver()) {
			const { vault } = opened;
			const { attempt, lease, clock } = session;
			const desktop = createDesktopRecording({
				...{ attempt, lease, clock, vault, locks: webLocks, timers: systemTimers },
				encodings: state.frozen.rules
			});
			const live = createRoom({ ...opened, session, desktop, locale: options.locale });
			room = live;
			await stay.over;
			room = null;
			live.close();
		}
		// first: an answer that is read now must not be kept over what the next session takes
		session.close();
		await opened.uploads.stop();
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
			seeHelp: () => room?.seeHelp(),
			acknowledgeWarning: (id) => room?.acknowledgeWarning(id),
			markAnswered: (question) => room?.markAnswered(question),
			replacePhone: () => room?.replacePhone(),
			keepPhone: () => room?.keepPhone(),
			watchPhone: (watching) => room?.watchPhone(watching),
			withdrawFace: () => room?.withdrawFace(),
			commentIncident: (key, text) => room?.commentIncident(key, text),
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
				else {
					stage = { kind: 'connecting' };
					begin();
				}
			}
		},
		filmPlayed: () => room?.filmPlayed(),
		close() {
			clearTimeout(retryTimer);
			stopAsking();
			desk.close();
			tab.leave('close');
		}
	};
}
