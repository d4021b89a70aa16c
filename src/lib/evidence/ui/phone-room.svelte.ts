// One attempt's evidence on this tab: the steps, the filming, what is told to log and desktop, and what the page is drawn
// from. What is decided from it lies in pure files (film-telling.ts, phone-steps.ts, phone-view-of.ts).
import { uploadLine } from '../../attempt/ui/upload-line.ts';
import { createRecordingDuty } from '../../attempt/recording-duty.ts';
import { liveWhenAsked } from '../../live/browser/live-when-asked.ts';
import type { PhoneRecording } from '../../recording/browser/phone-recording.ts';
import type { Vault } from '../../recording/ports.ts';
import { every } from '../../shared/browser/every.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import { createSpeed } from '../../upload/speed.ts';
import type { UploadLoop } from '../../upload/upload-loop.ts';
import { sendPicture } from '../browser/evidence-api.ts';
import { phoneBrowser } from './phone-browser.ts';
import { phoneProgress } from '../browser/phone-progress.ts';
import { heardOfPhone, type PhoneSession } from '../browser/phone-session.ts';
import { watchSensors } from '../browser/sensors.ts';
import { createStillCamera } from '../browser/still.ts';
import { filmFacts, isFilming, NOTHING_TOLD, tellFilm, type FilmTold } from '../film-telling.ts';
import type { PhoneState } from '../phone-state.ts';
import { stepAfter, wantsSweep, type PhoneStep } from '../phone-steps.ts';
import type { EvidenceView, Facing } from './evidence-view.ts';
import { createKeyCard } from './key-card.svelte.ts';
import { phoneReportOf } from './phone-report-of.ts';
import { createPhoneSweep } from './phone-sweep.svelte.ts';
import { phoneViewOf } from './phone-view-of.ts';

export interface PhoneRoomOptions {
	readonly session: PhoneSession;
	/** As the server last said it. */
	readonly state: PhoneState;
	readonly vault: Vault;
	readonly uploads: UploadLoop;
	readonly recording: PhoneRecording;
	readonly locale: () => Locale;
	/** The person has started it, here or on an earlier page. */
	readonly filming: () => void;
}

const TICK_MS = 200;
const SECOND_MS = 1000;
const PICTURE_MS = 10_000;
const BRIGHT_MS = 10_000;

export type PhoneRoom = ReturnType<typeof createPhoneRoom>;

export function createPhoneRoom(options: PhoneRoomOptions) {
	const { session, vault, uploads, recording, locale } = options;
	const progress = phoneProgress(session.lease);
	const still = createStillCamera();
	const speed = createSpeed();
	const key = createKeyCard(session.token);
	let step = $state<PhoneStep>(progress.step());
	let now = $state<Millis | null>(null);
	let state = $state.raw(options.state);
	let connection = $state.raw(session.connection());
	let source = $state.raw(recording.state);
	let uploading = $state.raw(uploads.state);
	let bytesPerSecond = $state<number | null>(null);
	let resuming = $state(false);
	let brightUntil = $state<Millis | null>(null);
	let hidden = $state(document.hidden);
	let refused = $state<ErrorCode | null>(null);
	let told: FilmTold = NOTHING_TOLD;
	const live = liveWhenAsked(session, async () =>
		(await import('./phone-live.ts')).openPhoneLive({ session, recording, uploads, mayShow })
	);
	const sensors = watchSensors((next) => (sensed = next));
	let sensed = $state.raw(sensors.sensed);
	const replaced = $derived(!state.inCharge);

	const duty = createRecordingDuty({
		...{ link: session, vault, uploads, recording, timers: systemTimers },
		// from a touch to a touch, also beyond the end (P4, P6); another phone in charge ends it (P5)
		wish: () => (replaced || step === 'finish' ? 'stop' : step === 'film' ? 'record' : 'not-yet'),
		heard: () => heardOfPhone(session.told()),
		published: () => state.published
	});

	const sweep = createPhoneSweep({
		recording,
		openCamera: async () => {
			await recording.open('user');
			return recording.state.evidence.state === 'live';
		},
		stream: () => recording.state.evidence.source?.stream ?? null,
		now: () => session.clock.now(),
		async done(result, from) {
			await recording.rest();
			uploads.flush();
			const film = await vault.parts(session.attempt);
			const parts = film
				.filter(({ startedAt }) => startedAt >= from - SECOND_MS)
				.map(({ id }) => id);
			await say(session.command('phone.swept', { ...result, parts }));
		}
	});

	/** What the server says no to is shown; a command that is still on its way is no matter. */
	async function say(sent: Promise<string>): Promise<void> {
		asked = await sent;
		tick();
	}
	let asked: string | null = null;

	function go(next: PhoneStep): void {
		step = next;
		progress.note(next);
		if (next === 'film') options.filming();
		refused = null;
		duty.follow();
		tick();
	}

	const facts = () =>
		filmFacts(
			{ wanted: step === 'film' && !replaced, hidden, ...source.evidence },
			session.clock.now()
		);

	/** Opened anew in the middle (P5): from where the film ends it was interrupted. The duty brings the camera back. */
	async function tellReopening(): Promise<void> {
		const film = await vault.parts(session.attempt);
		const ends = film.map(({ startedAt, storedMs }) => startedAt + storedMs);
		if (ends.length > 0)
			await session.command('phone.interrupted', { at: Math.max(...ends), why: 'reopened' });
		duty.follow();
	}

	async function open(facing: Facing): Promise<void> {
		sensors.keepAwake();
		await recording.open(facing);
	}

	/** 【继续录制】, or back from another app. */
	async function resume(): Promise<void> {
		if (resuming) return;
		resuming = true;
		sensors.keepAwake();
		recording.comeBack();
		await settled();
		resuming = false;
	}

	/** Until the camera is there or has failed. */
	async function settled(): Promise<void> {
		if (recording.state.evidence.state !== 'opening') return;
		await new Promise<void>((resolve) => {
			const stop = recording.subscribe(({ evidence }) => {
				if (evidence.state === 'opening') return;
				stop();
				resolve();
			});
		});
	}

	// — what is told, every now and then —

	function tick(): void {
		const at = session.clock.now();
		now = session.clock.offset() ? at : null;
		// a word of ours is on its way: what the server believes is about to change
		const facet = session.pending().length > 0 ? null : state.phone;
		const heard = tellFilm(told, facts(), facet, at);
		told = heard.told;
		const { say: word } = heard;
		if (word?.type === 'phone.filming') void session.command(word.type, word.data);
		else if (word) void session.command(word.type, word.data);
		const outcome = asked === null ? undefined : session.outcomeOf(asked);
		if (outcome) [refused, asked] = [outcome.refused, null];
		report();
	}

	function report(): void {
		const finished = view.kind === 'phone' && view.phone.finish.state === 'done';
		session.report(
			phoneReportOf({
				...{ step, finished, filming: isFilming(facts()), sweep: sweep.view },
				battery: sensed.battery,
				awake: sensed.awake === 'unknown' ? null : sensed.awake === 'held',
				savedTo: source.evidence.track?.storedUntil ?? null,
				safeTo: uploading.tracks[0]?.safeUntil ?? null
			})
		);
	}

	/** To who watches: not before the phone is bound and checked, nor after. */
	function mayShow(): boolean {
		return step !== 'check' && step !== 'finish' && !replaced;
	}

	async function sendStill(): Promise<void> {
		if (hidden || !mayShow()) return;
		const picture = await still.take();
		if (picture) await sendPicture(session.token, picture);
	}

	function follow(): void {
		state = session.told() ?? state;
		connection = session.connection();
		if (replaced) {
			sweep.stop();
			sensors.letSleep();
		}
		duty.follow();
	}

	function measure(): void {
		bytesPerSecond = speed.measure(
			uploading.parts.reduce((sum, part) => sum + (part.verified ? part.bytes : part.acked), 0)
		);
		follow();
	}

	const seen = (): void => {
		hidden = document.hidden;
		tick();
		if (hidden) return;
		session.wake();
		uploads.wake();
		if (step === 'film' && !replaced && !isFilming(facts())) void resume();
	};
	const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
		if (step === 'film' || uploading.parts.some((part) => !part.verified)) event.preventDefault();
	};

	// — the view —

	const view = $derived.by((): EvidenceView => {
		const { parts } = uploading;
		const upload = {
			line: parts.length > 0 ? uploadLine('evidence', parts, bytesPerSecond) : null,
			allVerified: parts.every((part) => part.closed && part.verified)
		};
		if (replaced) return { kind: 'replaced', upload, unpaired: state.unpaired };
		const error = session.clock.offset()?.errorMs;
		return {
			kind: 'phone',
			phone: phoneViewOf({
				...{ step, now, state, connection, upload, uploading, resuming, brightUntil, refused },
				...{ source, sensed, films: isFilming(facts()), browser: phoneBrowser(navigator) },
				roundTripMs: error === undefined ? null : error * 2,
				locale: locale(),
				sweep: wantsSweep(state) || sweep.view.state === 'running' ? sweep.view : null,
				key: key.view
			})
		};
	});

	const stops = [
		session.subscribe(follow),
		recording.subscribe((next) => {
			source = next;
			still.show(next.evidence.source?.stream ?? null);
		}),
		uploads.subscribe((next) => (uploading = next)),
		every(TICK_MS, tick),
		every(SECOND_MS, measure),
		every(PICTURE_MS, () => void sendStill())
	];
	document.addEventListener('visibilitychange', seen);
	addEventListener('beforeunload', askBeforeLeaving);
	if (step === 'film' && !replaced) {
		sensors.keepAwake();
		options.filming();
		void tellReopening();
	}
	tick();

	return {
		get view() {
			return view;
		},
		openCamera: () => void open(step === 'check' || step === 'sweep' ? 'user' : 'environment'),
		next() {
			const next = stepAfter(step, state);
			if (next === step) return;
			sweep.stop();
			go(next);
			void open(next === 'sweep' ? 'user' : 'environment');
		},
		startSweep: (way: 'sensor' | 'timed') => void sweep.start(way),
		turnCamera: () => void open(source.facing === 'user' ? 'environment' : 'user'),
		startFilming() {
			duty.beginsHere();
			sensors.keepAwake();
			go('film');
		},
		resume: () => void resume(),
		brighten: () => void (brightUntil = session.clock.now() + BRIGHT_MS),
		stopFilming() {
			if (step !== 'film') return;
			sensors.letSleep();
			go('finish');
			void say(session.command('phone.stopped', { at: session.clock.now() }));
		},
		filmAgain() {
			sensors.keepAwake();
			go('film');
		},
		showKey: key.show,
		hideKey: key.hide,
		retryUpload() {
			uploads.wake();
			session.wake();
		},
		async close() {
			for (const stop of stops) stop();
			document.removeEventListener('visibilitychange', seen);
			removeEventListener('beforeunload', askBeforeLeaving);
			sweep.stop();
			still.close();
			live.close();
			key.hide();
			sensors.close();
			await duty.close();
		}
	};
}
