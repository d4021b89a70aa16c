// One attempt on this tab: gathers what the page is drawn from, and lets the candidate act. The recording is the duty's
// (recording-duty.ts); what is decided lies in pure files (room-view-of.ts, room-notices.ts, transition.ts).
import type { DesktopRecording } from '../../recording/browser/desktop-recording.ts';
import { watchPicture } from '../../integrity/browser/picture-watch.ts';
import { watchSound } from '../../integrity/browser/sound-watch.ts';
import { watermarkCode } from '../../integrity/watermark-code.ts';
import { every } from '../../shared/browser/every.ts';
import { guarded } from '../../shared/browser/guarded.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Locale } from '../../shared/i18n.ts';
import { createSpeed } from '../../upload/speed.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import type { DeviceUploads } from '../browser/device-uploads.ts';
import { createMicrophoneEar } from '../browser/microphone-ear.ts';
import { openIncidentDesk } from '../browser/incident-desk.ts';
import type { Signature } from '../event-payloads.ts';
import { heardParts } from '../heard-parts.ts';
import { createRecordingDuty, type DutyOptions } from '../recording-duty.ts';
import { createRecordingSignals } from '../recording-signals.ts';
import { isBefore } from '../stage.ts';
import { createAttemptHelp } from '../../help/ui/attempt-help.ts';
import { createAttemptHandIn } from './attempt-hand-in.ts';
import { createAttemptLive } from './attempt-live.ts';
import { createAttemptPaper } from './attempt-paper.svelte.ts';
import { createAttemptPassport } from './attempt-passport.svelte.ts';
import { createAttemptPhone } from './attempt-phone.svelte.ts';
import { createAttemptPictures } from './attempt-pictures.ts';
import { createAttemptPresence } from './attempt-presence.svelte.ts';
import { createAttemptReport, desktopReach } from './attempt-report.ts';
import { createAttemptRehearsal } from './attempt-rehearsal.svelte.ts';
import { roomTimecode } from './attempt-timecode.svelte.ts';
import { createAttemptWatch } from './attempt-watch.ts';
import { createDeviceChoice } from './device-choice.svelte.ts';
import { createFilmSpace } from './film-space.svelte.ts';
import { incidentViews } from './incident-views.ts';
import { ownLotView, receiptExtrasOf } from './own-lot-view.ts';
import { createRoomActs } from './room-acts.svelte.ts';
import { roomNotices } from './room-notices.ts';
import { roomViewOf } from './room-view-of.ts';
import type { PageView } from './page-view.ts';
import { createSurroundings } from './surroundings.svelte.ts';
import { uploadView } from './upload-view.ts';

export interface RoomOptions extends DeviceUploads {
	readonly session: AttemptSession;
	readonly desktop: DesktopRecording;
	readonly locale: () => Locale;
}

const TICK_MS = 200;
const SECOND_MS = 1000;

export type Room = ReturnType<typeof createRoom>;

export function createRoom(options: RoomOptions) {
	const { session, desktop, vault, uploads, locale } = options;
	const ear = createMicrophoneEar();
	const picture = watchPicture({ clock: session.clock });
	const devices = createDeviceChoice(desktop);
	const surroundings = createSurroundings();
	const acts = createRoomActs(session, follow);
	const paper = createAttemptPaper(session);
	const phone = createAttemptPhone(session, location.origin);
	const incidents = openIncidentDesk(session);
	const presence = createAttemptPresence(session, incidents.desk);
	const passport = createAttemptPassport(session, incidents.desk);
	const watch = createAttemptWatch({
		...{ session, desktop, surroundings, desk: incidents.desk },
		asking: () => devices.asking,
		also: [picture.adapter, watchSound({ clock: session.clock, sound: ear.sound })]
	});
	const pictures = createAttemptPictures(session, desktop);
	const report = createAttemptReport(session);
	const live = createAttemptLive(session, desktop, uploads);
	const handIn = createAttemptHandIn(session, vault);
	const help = createAttemptHelp(session);
	const rehearsal = createAttemptRehearsal(session);
	const timecode = roomTimecode(session, desktop);
	const space = createFilmSpace(options.persistent);
	const speed = createSpeed();
	let now = $state<Millis | null>(null);
	let level = $state(0);
	let opened = $state.raw(session.view());
	let sources = $state.raw(desktop.state);
	let uploading = $state.raw(uploads.state);
	let bytesPerSecond = $state<number | null>(null);
	let refreshing = $state(false);
	/** When this page saw that another device had taken its place (C8). */
	let takenOverAt = $state<Millis | null>(null);
	let restartedAt = $state<Millis | null>(null);
	const mark = watermarkCode(session.attempt);
	const duty = createRecordingDuty({
		...{ link: session, vault, uploads, recording: desktop, timers: systemTimers, wish },
		heard() {
			const view = session.view();
			return view && heardParts(view, session.lease);
		},
		published: () => opened?.state.published === true,
		incidents: createRecordingSignals({
			...{ lease: session.lease, clock: session.clock, recording: desktop, desk: incidents.desk },
			state: () => opened?.state ?? null,
			lostSince: () => (opened?.connection.state === 'lost' ? opened.connection.since : null),
			// asked before this page records anything
			recordedBefore: vault.parts(session.attempt).catch(() => []),
			resumed: (at) => (restartedAt = at)
		})
	});
	let recorded = $state.raw(duty.state);

	const parts = $derived(uploading.parts);
	const reach = $derived(desktopReach(sources, uploading));
	const takenOver = $derived(opened !== null && opened.state.lease !== session.lease);

	// — following the attempt —

	function follow(): void {
		const before = opened;
		opened = session.view();
		if (!opened) return;
		paper.update(opened);
		phone.update(opened);
		passport.update(opened.state, sources.camera.source);
		if (takenOver && before?.state.lease === session.lease) takenOverAt = session.clock.now();
		guarded(duty.follow);
		keepWatch();
		if (opened.state.published) paper.forget();
		acts.look();
	}

	/** C25–C32: while this page records, and no other device has its place. */
	function keepWatch(): void {
		if (!opened) return;
		const recording = duty.state.phase === 'recording' && !takenOver;
		const { state, source } = desktop.state.camera;
		const stream = state === 'live' && source ? source.stream : null;
		const { state: known } = opened;
		guarded(() => presence.update({ state: known, recording, stream }));
		guarded(() => watch.update(recording));
		guarded(() => picture.follow(stream));
		guarded(() => pictures.update(takenOver ? null : opened, parts));
	}

	/** C15: from entry to the end, and not on a device whose place another one has taken. */
	function wish(): ReturnType<DutyOptions['wish']> {
		if (!opened) return 'not-yet';
		const { stage, enteredAt } = opened.state;
		if (!isBefore(stage, 'upload') || takenOver) return 'stop';
		return enteredAt === null ? 'not-yet' : 'record';
	}

	// — what happens every now and then —

	function tick(): void {
		const at = session.clock.now();
		now = session.clock.offset() ? at : null;
		level = ear.listen(sources.camera.source);
		follow();
		incidents.look();
		if (opened && !takenOver) timecode.look(opened.state);
	}

	function measure(): void {
		bytesPerSecond = speed.measure(
			parts.reduce((sum, part) => sum + (part.verified ? part.bytes : part.acked), 0)
		);
		guarded(() => report.tell(reach, parts));
	}

	async function changeDevice(choice: { camera?: string; microphone?: string }): Promise<void> {
		const changed = await devices.change(choice);
		if (changed && duty.state.phase === 'recording')
			incidents.desk.happened('device-changed', { track: 'camera' });
	}

	async function refresh(): Promise<void> {
		refreshing = true;
		surroundings.look();
		paper.refresh();
		session.wake();
		await session.read();
		refreshing = false;
	}

	const stops = [
		session.subscribe(follow),
		desktop.subscribe((state) => (sources = state)),
		uploads.subscribe((state) => (uploading = state)),
		duty.subscribe((state) => {
			recorded = state;
			keepWatch();
		}),
		...[devices, surroundings, paper, phone, passport, presence].map((one) => one.close),
		...[picture, pictures, live, report, watch, rehearsal, space].map((one) => one.close),
		() => incidents.desk.close(),
		every(TICK_MS, tick),
		every(SECOND_MS, measure)
	];
	const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
		const unsent = parts.some((part) => !part.verified);
		if (duty.state.phase === 'recording' || unsent) event.preventDefault();
	};
	addEventListener('beforeunload', askBeforeLeaving);
	tick();
	if (duty.state.phase === 'preparing') void devices.open();

	// — the view —

	const view = $derived.by((): PageView => {
		if (!opened) return { kind: 'connecting' };
		const connected = opened.connection.state === 'connected';
		if (takenOver) {
			const upload = parts.length > 0 ? uploadView(opened.state, parts, bytesPerSecond) : null;
			const mayContinue = opened.state.ended === null;
			return { kind: 'taken-over', at: takenOverAt, upload, handIn: handIn.state, mayContinue };
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
				sound: ear.sound(),
				pictureTrouble: picture.trouble(),
				reopened: recorded.reopened,
				resuming: devices.resuming,
				notices: roomNotices({
					...{ state: opened.state, now, parts, restartedAt },
					...{ persistent: space.persistent, freeBytes: space.freeBytes },
					tracks: [sources.camera.track, sources.screen.track],
					loginNeeded: opened.loginNeeded,
					resumedAt: recorded.resumedAt
				}),
				parts,
				bytesPerSecond,
				...reach,
				pending: acts.pending,
				refused: acts.refused,
				displays: surroundings.displays,
				fullScreen: surroundings.fullScreen,
				refreshing,
				phone: phone.view(opened.state, opened.heardPhone, now),
				face: presence.view(opened.state),
				watch: watch.view(now ?? session.clock.now()),
				incidents: incidentViews(opened.state, opened.comments, session.pending(), connected),
				mark,
				passport: passport.view,
				lot: ownLotView(opened.state, opened.lot, acts.pending === 'draw', session.attempt),
				handIn: handIn.state,
				receiptExtras: receiptExtrasOf(opened.state, opened.lot, session.attempt),
				paper: paper.view,
				timecode: timecode.symbol,
				help: help.view(opened),
				rehearsal: rehearsal.view(opened)
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
		shareScreen: () => void devices.shareScreen(),
		confirm() {
			if (opened?.state.enteredAt === null) duty.beginsHere();
			void acts.confirm();
		},
		drawLot: () => void acts.drawLot(),
		sign: (signature: Signature | null) => void acts.sign(signature),
		enterFullScreen: surroundings.enterFullScreen,
		refresh: () => void refresh(),
		disputeDetails: (text: string) => void acts.dispute(text),
		sendHelp: (text: string) => void acts.sendHelp(text),
		seeHelp: () => void help.see(),
		acknowledgeWarning: (id: string) => void help.acknowledge(id),
		markAnswered: (question: number) => void acts.markAnswered(question),
		replacePhone: phone.replace,
		keepPhone: phone.keep,
		watchPhone: phone.watch,
		withdrawFace: presence.withdraw,
		commentIncident: (key: string, text: string) => void acts.comment(key, text),
		typeKey: paper.typeKey,
		answerRequest: acts.answerRequest,
		rehearseCut: rehearsal.cut,
		rehearseReload() {
			// asked for: the browser need not ask again
			removeEventListener('beforeunload', askBeforeLeaving);
			location.reload();
		},
		filmPlayed: rehearsal.filmPlayed,
		resumeRecording() {
			void devices.resume().then((shared) => {
				if (!shared) return;
				duty.cameBack();
				// the same touch, where the browser lets it (C26); else the cover asks for another
				surroundings.enterFullScreen();
			});
		},
		endInterview: () => void acts.endInterview(),
		saveHandIn: handIn.start,
		retryUpload() {
			uploads.wake();
			session.wake();
		},
		close() {
			for (const stop of stops) guarded(stop);
			removeEventListener('beforeunload', askBeforeLeaving);
			ear.close();
			void duty.close();
		}
	};
}
