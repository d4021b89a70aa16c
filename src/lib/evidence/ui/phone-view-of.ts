// From what the phone knows to what its page shows. Pure: the room gathers, this decides.
import type { ConnectionState } from '../../live/browser/connection.ts';
import type { PhoneRecordingState as RecordedPhone } from '../../recording/browser/phone-recording.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import type { UploadState } from '../../upload/upload-loop.ts';
import type { Sensed } from '../browser/sensors.ts';
import type { PhoneState } from '../phone-state.ts';
import type { PhoneStep } from '../phone-steps.ts';
import { batteryCheck, neededBytes, networkCheck, storageCheck } from './check-view.ts';
import { finishView, sittingState } from './finish-view.ts';
import type {
	CheckView,
	FilmView,
	KeyView,
	PhoneUploadView,
	PhoneView,
	SweepView
} from './evidence-view.ts';

/** Everything that the room has gathered at one moment. */
export interface PhoneFacts {
	readonly locale: Locale;
	readonly step: PhoneStep;
	/** Null until the clock was asked once. */
	readonly now: Millis | null;
	/** As the server last said it. */
	readonly state: PhoneState;
	readonly connection: ConnectionState;
	readonly source: RecordedPhone;
	/** It films, and shows it: neither muted nor out of sight. */
	readonly films: boolean;
	readonly uploading: UploadState;
	readonly upload: PhoneUploadView;
	readonly sensed: Sensed;
	readonly roundTripMs: number | null;
	readonly browser: CheckView['browser'];
	readonly sweep: SweepView | null;
	readonly key: KeyView | null;
	readonly resuming: boolean;
	readonly brightUntil: Millis | null;
	readonly refused: ErrorCode | null;
}

export function phoneViewOf(facts: PhoneFacts): PhoneView {
	const { state, connection, locale, upload, step, sweep, key, refused } = facts;
	const { exam, startsAt, endsAt, endedAt } = state;
	const at = facts.now ?? 0;
	const sitting = sittingState(state, at);
	const failed = upload.line?.state === 'failed';
	const here = { stopped: step === 'finish', allVerified: upload.allVerified, failed };
	return {
		step,
		examTitle: exam.title[locale],
		kind: exam.kind,
		sittingCode: exam.sittingCode,
		supportPhone: exam.supportPhone,
		now: facts.now,
		connection,
		sitting: { startsAt, endsAt, endedAt, state: sitting },
		check: checkView(facts, at),
		sweep,
		picture: pictureView(facts.source),
		film: filmView(facts),
		upload,
		finish: finishView(state, here, at),
		key,
		mayShowKey: sitting === 'answering' || key !== null,
		refused
	};
}

function checkView(facts: PhoneFacts, at: Millis): CheckView {
	const { state, connection, source, sensed, roundTripMs, browser } = facts;
	const { encoding, endsAt } = state;
	const camera = cameraCheck(source);
	return {
		camera,
		// asked for together: the browser says of both what it says of one
		microphone: camera,
		battery: batteryCheck(sensed.battery, endsAt, at),
		storage: storageCheck(sensed.freeBytes, neededBytes(encoding, endsAt, at)),
		network: networkCheck(connection.state, roundTripMs),
		awake: sensed.awake,
		browser,
		ready: camera === 'ok'
	};
}

const CAMERA: Partial<Record<ErrorCode, CheckView['camera']>> = {
	'device.camera-refused': 'refused',
	'device.camera-missing': 'missing',
	'device.camera-busy': 'in-use'
};

function cameraCheck({ evidence }: RecordedPhone): CheckView['camera'] {
	if (evidence.state === 'live') return 'ok';
	if (evidence.state === 'opening') return 'busy';
	return evidence.code ? (CAMERA[evidence.code] ?? 'missing') : 'idle';
}

function pictureView({ evidence, facing }: RecordedPhone): PhoneView['picture'] {
	const { state, source, code } = evidence;
	if (source && state === 'live') return { state: 'live', stream: source.stream, facing };
	if (state === 'opening') return { state: 'opening' };
	return code ? { state: 'failed', code } : { state: 'off' };
}

function filmView(facts: PhoneFacts): FilmView {
	const { step, source, films, uploading, resuming, brightUntil } = facts;
	const { track, code } = source.evidence;
	const since = track?.interrupted?.since ?? null;
	return {
		state: filmState(step, films, resuming),
		filmedMs: uploading.parts.reduce((sum, part) => sum + part.filmMs, 0),
		interruptedAt: films ? null : since,
		problem: track?.problem ?? code,
		savedTo: track?.storedUntil ?? null,
		safeTo: uploading.tracks[0]?.safeUntil ?? null,
		brightUntil,
		busy: resuming
	};
}

function filmState(step: PhoneStep, films: boolean, resuming: boolean): FilmView['state'] {
	if (step === 'finish') return 'stopped';
	if (step !== 'film') return 'idle';
	if (films) return 'filming';
	return resuming ? 'starting' : 'interrupted';
}
