// One attempt's evidence on this tab: the steps, the filming, what is told to log and desktop, and what the page is drawn
// from. What is decided from it lies in pure files (film-telling.ts, phone-steps.ts, phone-view-of.ts).
import { uploadView } from '../../attempt/ui/upload-view.ts';
import type { PhoneRecording } from '../../recording/browser/phone-recording.ts';
import type { Vault } from '../../recording/ports.ts';
import { every } from '../../shared/browser/every.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import { createSpeed } from '../../upload/speed.ts';
import type { UploadLoop } from '../../upload/upload-loop.ts';
import { phoneProgress } from '../browser/phone-progress.ts';
import type { PhoneSensors } from '../browser/phone-sensors.ts';
import type { PhoneSession } from '../browser/phone-session.ts';
import { sendPicture } from '../browser/evidence-api.ts';
import { createStillCamera } from '../browser/still.ts';
import {
	isFilming,
	NOTHING_TOLD,
	tellFilm,
	type FilmFacts,
	type FilmTold
} from '../film-telling.ts';
import { stepAfter, wantsSweep, type PhoneStep } from '../phone-steps.ts';
import type { EvidenceView, Facing } from './evidence-view.ts';
import { createKeyCard } from './key-card.svelte.ts';
import { createPhoneDuty } from './phone-duty.ts';
import { phoneReportOf } from './phone-report-of.ts';
import { createPhoneSweep } from './phone-sweep.svelte.ts';
import { phoneViewOf } from './phone-view-of.ts';

export interface PhoneRoomOptions {
	readonly session: PhoneSession;
	readonly vault: Vault;
	readonly uploads: UploadLoop;
	readonly recording: PhoneRecording;
	readonly sensors: PhoneSensors;
	readonly locale: () => Locale;
}

const TICK_MS = 200;
const REPORT_MS = 1500;
const PICTURE_MS = 10_000;
const SECOND_MS = 1000;
const BRIGHT_MS = 10_000;

export type PhoneRoom = ReturnType<typeof createPhoneRoom>;

export function createPhoneRoom(options: PhoneRoomOptions) {
	const { session, vault, uploads, recording, sensors, locale } = options;
	const progress = phoneProgress(session.lease);
	const still = createStillCamera();
	const speed = createSpeed();
	const key = createKeyCard(session.token);
	const duty = createPhoneDuty({ session, vault, uploads });
	let step = $state<PhoneStep>(progress.step());
	let now = $state<Millis | null>(null);
	let opened = $state.raw(session.view());
	let source = $state.raw(recording.state);
	let uploading = $state.raw(uploads.state);
	let bytesPerSecond = $state<number | null>(null);
	let resuming = $state(false);
	let brightUntil = $state<Millis | null>(null);
	let refused = $state<ErrorCode | null>(null);
	let hidden = $state(document.hidden);
	let told: FilmTold = NOTHING_TOLD;
	let lastReport = '';
	const sweep = createPhoneSweep({
		recording,
		stream: () => recording.state.evidence.source?.stream ?? null,
		now: () => session.clock.now(),
		async done(result, from) {
			await recording.stop();
			uploads.flush();
			const parts = await duty.partsSince(from);
			await session.command('phone.swept', { ...result, parts });
		}
	});

	const state = $derived(opened.state);
	const replaced = $derived(!opened.state.inCharge);

	function go(next: PhoneStep): void {
		step = next;
		progress.note(next);
		tick();
	}

	// — filming —

	const facts = (): FilmFacts => {
		const { track, muted } = recording.state.evidence;
		const part = track?.state === 'recording' && track.storedUntil !== null ? track.part : null;
		return { wanted: step === 'film' && !replaced, part, muted, hidden };
	};

	/** Opened anew in the middle: from where the film ends it was interrupted, and the camera comes back by itself. */
	async function comeBack(): Promise<void> {
		const end = await duty.filmEnd();
		if (end !== null) await session.command('phone.interrupted', { at: end, why: 'reopened' });
		await resume();
	}

	async function resume(): Promise<void> {
		if (resuming) return;
		resuming = true;
		recording.record();
		await recording.comeBack();
		void sensors.keepAwake();
		resuming = false;
	}

	function follow(): void {
		opened = session.view();
		if (replaced) void leave();
		void duty.follow(step === 'finish' || replaced);
	}

	/** P5: another phone films now; what lies here still goes up. */
	let left = false;
	async function leave(): Promise<void> {
		if (left) return;
		left = true;
		sweep.stop();
		await recording.stop();
		uploads.flush();
		sensors.release();
	}

	// — what is told, every now and then —

	function tick(): void {
		const at = session.clock.now();
		now = session.clock.offset() ? at : null;
		const facet = session.pending().length > 0 ? null : state.phone;
		const heard = tellFilm(told, facts(), facet, at);
		told = heard.told;
		const { say } = heard;
		if (say?.type === 'phone.filming') void session.command(say.type, say.data);
		else if (say) void session.command(say.type, say.data);
		report();
	}

	/** At once when the page has changed, otherwise with the next sign of life. */
	function report(): void {
		const next = phoneReportOf({
			step,
			filming: isFilming(facts()),
			finished: view.kind === 'phone' && view.phone.finish.state === 'done',
			sweep: sweep.view,
			battery: sensors.battery(),
			awake: sensors.awake(),
			savedTo: recording.state.evidence.track?.storedUntil ?? null,
			safeTo: uploading.tracks[0]?.safeUntil ?? null
		});
		const changed = next.page !== lastReport;
		lastReport = next.page;
		session.report(next, changed);
	}

	async function sendStill(): Promise<void> {
		if (hidden || step === 'check' || step === 'finish' || replaced) return;
		const picture = await still.take();
		if (picture) await sendPicture(session.token, picture);
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
		session.wake();
		if (!hidden && step === 'film' && !isFilming(facts())) void resume();
	};
	const askBeforeLeaving = (event: BeforeUnloadEvent): void => {
		if (step === 'film' || uploading.parts.some((part) => !part.verified)) event.preventDefault();
	};
	document.addEventListener('visibilitychange', seen);
	addEventListener('beforeunload', askBeforeLeaving);

	const view = $derived.by((): EvidenceView => {
		const line = uploadView({ parts: {} }, uploading.parts, bytesPerSecond).lines[0] ?? null;
		const upload = {
			line,
			allVerified: uploading.parts.every((one) => one.closed && one.verified)
		};
		if (replaced) return { kind: 'replaced', upload };
		return {
			kind: 'phone',
			phone: phoneViewOf({
				...{ step, now, opened, upload, uploading, resuming, brightUntil, refused, hidden },
				locale: locale(),
				source,
				sensors: {
					battery: sensors.battery(),
					freeBytes: sensors.freeBytes(),
					awake: sensors.awake(),
					roundTripMs: roundTrip()
				},
				sweep: wantsSweep(state) || sweep.view.state !== 'ready' ? sweep.view : null,
				key: key.view
			})
		};
	});

	const roundTrip = (): number | null => {
		const offset = session.clock.offset();
		return offset ? offset.errorMs * 2 : null;
	};

	const stops = [
		session.subscribe(follow),
		recording.subscribe((next) => {
			source = next;
			still.show(next.evidence.source?.stream ?? null);
		}),
		uploads.subscribe((next) => (uploading = next)),
		every(TICK_MS, tick),
		every(REPORT_MS, () => session.report(null, true)),
		every(PICTURE_MS, () => void sendStill()),
		every(SECOND_MS, measure)
	];
	tick();
	if (step === 'film' && !replaced) void comeBack();

	const open = async (facing: Facing): Promise<void> => {
		void sensors.keepAwake();
		await recording.open(facing);
	};

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
		startSweep(way: 'sensor' | 'timed') {
			void sweep.start(way);
		},
		turnCamera: () => void open(source.facing === 'user' ? 'environment' : 'user'),
		startFilming() {
			go('film');
			void resume();
		},
		resume: () => void resume(),
		brighten: () => (brightUntil = session.clock.now() + BRIGHT_MS),
		async stopFilming() {
			if (step !== 'film') return;
			go('finish');
			await session.command('phone.stopped', { at: session.clock.now() });
			await recording.stop();
			uploads.flush();
			sensors.release();
			follow();
		},
		filmAgain() {
			go('film');
			void resume();
		},
		showKey: key.show,
		hideKey: key.hide,
		retryUpload() {
			uploads.wake();
			session.wake();
		},
		close() {
			for (const stop of stops) stop();
			document.removeEventListener('visibilitychange', seen);
			removeEventListener('beforeunload', askBeforeLeaving);
			sweep.stop();
			still.close();
			key.hide();
			sensors.release();
			void recording.stop();
		}
	};
}
