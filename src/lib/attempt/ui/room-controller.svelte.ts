// One attempt on this tab: follows the stage, starts and stops the recording, gathers what the page is drawn from.
// What is decided from it lies in pure files (room-view-of.ts, transition.ts).
import type { DesktopRecording } from '../../recording/browser/desktop-recording.ts';
import type { Vault } from '../../recording/ports.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Locale } from '../../shared/i18n.ts';
import { createSpeed } from '../../upload/speed.ts';
import type { UploadLoop } from '../../upload/upload-loop.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { offerLostParts, sendManifest } from '../browser/closing.ts';
import { rehearsalMemory } from '../browser/rehearsal-memory.ts';
import { createMicrophoneEar } from '../browser/microphone-ear.ts';
import { sendWitnesses } from '../browser/witness.ts';
import type { DeviceEventType, EventData, Signature } from '../events.ts';
import type { AttemptState } from '../attempt-state.ts';
import { createIncidentWatch } from '../incident-watch.ts';
import { incidentOf } from '../reopening.ts';
import { isBefore } from '../stage.ts';
import { createAttemptHandIn } from './attempt-hand-in.ts';
import { createAttemptPaper } from './attempt-paper.svelte.ts';
import { roomTimecode } from './attempt-timecode.svelte.ts';
import { chatView } from './chat-view.ts';
import { createDeviceChoice } from './device-choice.svelte.ts';
import { openSpans } from './open-spans.ts';
import { ownLotView, receiptExtrasOf } from './own-lot-view.ts';
import { phoneStateView } from './phone-state-view.ts';
import { REHEARSAL_CUT_MS, rehearsalView } from './rehearsal.ts';
import { createRoomActs } from './room-acts.svelte.ts';
import { roomViewOf } from './room-view-of.ts';
import type { AttemptView, RoomNotice } from './room-view.ts';
import { createSurroundings } from './surroundings.svelte.ts';
import { uploadView } from './upload-view.ts';

export interface RoomOptions {
	readonly session: AttemptSession;
	readonly vault: Vault;
	readonly desktop: DesktopRecording;
	readonly uploads: UploadLoop;
	readonly locale: () => Locale;
}

const TICK_MS = 200;
const SECOND_MS = 1000;
const WITNESS_MS = 5000;
const NOTICE_MS = 15_000;

export type Room = ReturnType<typeof createRoom>;

export function createRoom({ session, vault, desktop, uploads, locale }: RoomOptions) {
	const ear = createMicrophoneEar();
	const incidents = createIncidentWatch();
	const devices = createDeviceChoice(desktop);
	const surroundings = createSurroundings();
	const acts = createRoomActs(session, follow);
	const paper = createAttemptPaper(session);
	const handIn = createAttemptHandIn(session, vault);
	const timecode = roomTimecode(session, desktop);
	const speed = createSpeed();
	let now = $state<Millis | null>(null);
	let level = $state(0);
	let opened = $state.raw(session.view());
	let sources = $state.raw(desktop.state);
	let uploading = $state.raw(uploads.state);
	let bytesPerSecond = $state<number | null>(null);
	let refreshing = $state(false);
	let reopened = $state(false);
	let resumedAt = $state<Millis | null>(null);
	/** The entry was asked for on this page: its devices are open, nothing has to come back. */
	let entering = false;
	const memory = rehearsalMemory(session.attempt);
	let played = $state(memory.played());
	let cutUntil = $state<Millis | null>(null);
	/** Asked before this page records anything. */
	const recordedBefore = vault.parts(session.attempt).catch(() => []);
	let phase: 'preparing' | 'recording' | 'closing' | 'closed' = 'preparing';

	const parts = $derived(uploading.parts);
	const takenOver = $derived(opened !== null && opened.state.lease !== session.lease);

	// — following the stage —

	function follow(): void {
		opened = session.view();
		if (!opened) return;
		paper.update(opened);
		const { stage, enteredAt, published } = opened.state;
		if (!isBefore(stage, 'upload') || takenOver) finish();
		// closed: what this device took for the end while it was cut off was not (granted time, C23)
		else if (enteredAt !== null && (phase === 'preparing' || phase === 'closed')) begin();
		if (published) void freeVerified();
		acts.look();
	}

	/** C15: recording runs from entry; on a page that was opened later it has to be taken up again. */
	function begin(): void {
		if (!entering || phase === 'closed') return reopen();
		phase = 'recording';
		desktop.record();
	}

	/** The page was opened anew in the middle (C15): the camera comes back by itself, the screen needs one touch. */
	function reopen(): void {
		void noteReopening(phase === 'closed');
		phase = 'recording';
		reopened = true;
		resumedAt = session.clock.now();
		desktop.record();
		void desktop.openCamera({ otherwiseAny: true });
	}

	async function noteReopening(endTakenBack: boolean): Promise<void> {
		const from = session.clock.now();
		const leases = desktopLeases(session.view()?.state);
		const recorded = await recordedBefore;
		const kind = incidentOf({ endTakenBack, recorded, lease: session.lease, leases });
		if (kind) await note('incident.noted', { kind, from, until: null, track: null });
	}

	/** C23: recording stops by itself; then every part is named. */
	function finish(): void {
		if (phase === 'closing' || phase === 'closed') return;
		phase = 'closing';
		void desktop.stop().then(async () => {
			phase = 'closed';
			uploads.flush();
			for (const incident of incidents.flush()) await note('incident.noted', incident);
			await sendManifest(session, vault);
		});
	}

	/** C24: after publication the local copies go, verified bytes only. */
	async function freeVerified(): Promise<void> {
		paper.forget();
		for (const part of parts) if (part.verified && !part.freed) await vault.free(part.id);
	}

	const note = <T extends DeviceEventType>(type: T, data: EventData<T>): Promise<string> =>
		session.command(type, data);

	// — what happens every now and then —

	function tick(): void {
		const at = session.clock.now();
		now = session.clock.offset() ? at : null;
		level = ear.listen(sources.camera.source, at);
		follow();
		if (opened && !takenOver) timecode.look(opened.state);
		const spans = phase === 'recording' && opened ? openSpans(sources, opened.connection, at) : [];
		for (const incident of incidents.see(spans, at)) void note('incident.noted', incident);
	}

	function measure(): void {
		bytesPerSecond = speed.measure(
			parts.reduce((sum, part) => sum + (part.verified ? part.bytes : part.acked), 0)
		);
		if (phase === 'closed') void sendManifest(session, vault);
		void offerLostParts(session, vault);
	}

	async function changeDevice(choice: { camera?: string; microphone?: string }): Promise<void> {
		await devices.change(choice);
		const at = session.clock.now();
		if (phase === 'recording')
			await note('incident.noted', {
				kind: 'device-changed',
				from: at,
				until: at,
				track: 'camera'
			});
	}

	async function refresh(): Promise<void> {
		refreshing = true;
		paper.refresh();
		session.wake();
		await session.read();
		refreshing = false;
	}

	const stops = [
		session.subscribe(follow),
		desktop.subscribe((state) => (sources = state)),
		uploads.subscribe((state) => (uploading = state)),
		devices.close,
		surroundings.close,
		paper.close,
		networkCut.subscribe(() => (cutUntil = networkCut.isCut() ? cutUntil : null)),
		every(TICK_MS, tick),
		every(SECOND_MS, measure),
		every(WITNESS_MS, () => void sendWitnesses(session, vault, desktop))
	];
	const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
		const unsent = parts.some((part) => !part.verified);
		if (phase === 'recording' || unsent) event.preventDefault();
	};
	addEventListener('beforeunload', askBeforeLeaving);
	tick();
	if (phase === 'preparing') void devices.open();

	// — the view —

	const savedTo = $derived(
		earliest([sources.camera.track?.storedUntil, sources.screen.track?.storedUntil])
	);
	const safeTo = $derived(earliest(uploading.tracks.map((track) => track.safeUntil)));
	const notices = $derived.by((): RoomNotice[] => {
		const list: RoomNotice[] = [];
		const full = [sources.camera, sources.screen].some(
			({ track }) => track?.problem === 'device.storage-full'
		);
		if (full) list.push('storage-full');
		if (parts.some((part) => part.problem === 'storage.full')) list.push('server-full');
		if (opened?.loginNeeded) list.push('login-needed');
		if (resumedAt !== null && now !== null && now - resumedAt < NOTICE_MS) list.push('resumed');
		return list;
	});

	const view = $derived.by((): AttemptView => {
		if (!opened) return { kind: 'connecting' };
		if (takenOver) {
			const upload = parts.length > 0 ? uploadView(opened.state, parts, bytesPerSecond) : null;
			const mayContinue = opened.state.ended === null;
			return { kind: 'taken-over', at: null, upload, handIn: handIn.state, mayContinue };
		}
		return {
			kind: 'room',
			room: roomViewOf({
				locale: locale(),
				now,
				session: opened,
				desktop: sources,
				devices: devices.list,
				devicesBusy: devices.busy,
				level,
				heardAt: ear.heardAt(),
				reopened,
				resuming: devices.resuming,
				notices,
				parts,
				bytesPerSecond,
				savedTo,
				safeTo,
				pending: acts.pending,
				refused: acts.refused,
				displays: surroundings.displays,
				fullScreen: surroundings.fullScreen,
				refreshing,
				phone: phoneStateView(opened.state, null, now, { picture: null, code: null }),
				lot: ownLotView(opened.state, opened.lot, acts.pending === 'draw', session.attempt),
				handIn: handIn.state,
				receiptExtras: receiptExtrasOf(opened.state, opened.lot, session.attempt),
				paper: paper.view,
				timecode: timecode.symbol,
				chat: chatView(opened.chat, session.pending(), opened.connection.state === 'connected'),
				rehearsal: rehearsalView({
					state: opened.state,
					lost: opened.connection.state === 'lost',
					cutUntil,
					played
				})
			})
		};
	});

	return {
		get view() {
			return view;
		},
		openCamera: () => void devices.open(),
		refreshDevices: () => void devices.refresh(),
		selectCamera: (id: string) => void changeDevice({ camera: id }),
		selectMicrophone: (id: string) => void changeDevice({ microphone: id }),
		shareScreen: () => void desktop.openScreen(),
		confirm() {
			entering = opened?.state.enteredAt === null;
			void acts.confirm();
		},
		drawLot: () => void acts.drawLot(),
		sign: (signature: Signature | null) => void acts.sign(signature),
		enterFullScreen: surroundings.enterFullScreen,
		refresh: () => void refresh(),
		disputeDetails: (text: string) => void acts.dispute(text),
		sendHelp: (text: string) => void acts.sendHelp(text),
		markAnswered: (question: number) => void acts.markAnswered(question),
		replacePhone() {},
		keepPhone() {},
		typeKey: paper.typeKey,
		answerRequest: acts.answerRequest,
		rehearseCut() {
			cutUntil = session.clock.now() + REHEARSAL_CUT_MS;
			networkCut.cut(REHEARSAL_CUT_MS);
		},
		rehearseReload() {
			// asked for: the browser need not ask again
			removeEventListener('beforeunload', askBeforeLeaving);
			location.reload();
		},
		filmPlayed() {
			memory.notePlayed();
			played = true;
		},
		resumeRecording() {
			void devices.resume().then((shared) => {
				if (shared) reopened = false;
			});
		},
		endInterview: () => void acts.endInterview(),
		saveHandIn: handIn.start,
		retryUpload() {
			uploads.wake();
			session.wake();
		},
		close() {
			for (const stop of stops) stop();
			removeEventListener('beforeunload', askBeforeLeaving);
			ear.close();
			void desktop.stop();
		}
	};
}

function every(ms: number, work: () => void): () => void {
	const timer = setInterval(work, ms);
	return () => clearInterval(timer);
}

const desktopLeases = (state: AttemptState | undefined): string[] =>
	Object.entries(state?.leases ?? {}).flatMap(([id, { device }]) =>
		device === 'desktop' ? id : []
	);

const known = (times: readonly (Millis | null | undefined)[]): Millis[] =>
	times.filter((time) => time !== null && time !== undefined);
const earliest = (times: readonly (Millis | null | undefined)[]): Millis | null =>
	known(times).length > 0 ? Math.min(...known(times)) : null;
