// From what the device knows to what the candidate sees. Pure: the controller gathers, this decides.
import type { ConnectionState } from '../../live/browser/connection.ts';
import type { DesktopState, DesktopTrack } from '../../recording/browser/desktop-recording.ts';
import type { PictureTrouble } from '../../integrity/picture-health.ts';
import type { Sound } from '../../integrity/sound-health.ts';
import { lostSince } from '../../recording/device-recording.ts';
import type { Device } from '../../recording/browser/capture.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Locale } from '../../shared/i18n.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import type { AttemptState } from '../attempt-state.ts';
import { phoneMissing } from '../phone-transitions.ts';
import { isBefore } from '../stage.ts';
import type { SessionView } from '../browser/attempt-session.ts';
import { maskName, maskNumber } from '../masking.ts';
import {
	entryAt,
	entryOpensAt,
	firstLoginClosesAt,
	isLate,
	loginOpensAt,
	officialEnd
} from '../time-rules.ts';
import type { LotView } from '../../exam/lot-view.ts';
import type { PaperView } from '../../exam/paper-view.ts';
import type {
	ConnectionView,
	ExamView,
	GateView,
	PhoneStateView,
	RehearsalView,
	RoomView
} from './room-view.ts';
import type { DevicesView, MicrophoneView } from './devices-view.ts';
import type { RecordingProblemView, RoomNotice } from './problem-view.ts';
import { isMissing, pictureView, screenView } from './source-views.ts';
import { receiptView, uploadView } from './upload-view.ts';

/** Everything a controller has gathered at one moment. */
export interface RoomFacts {
	readonly locale: Locale;
	readonly now: Millis | null;
	readonly session: SessionView;
	readonly desktop: DesktopState;
	readonly devices: {
		readonly cameras: readonly Device[];
		readonly microphones: readonly Device[];
	};
	readonly devicesBusy: boolean;
	readonly level: number;
	readonly sound: Sound | null;
	readonly pictureTrouble: PictureTrouble | null;
	/** The page was opened when recording should have been running. */
	readonly reopened: boolean;
	readonly resuming: boolean;
	readonly notices: readonly RoomNotice[];
	readonly parts: readonly PartProgressView[];
	readonly bytesPerSecond: number | null;
	readonly savedTo: Millis | null;
	readonly safeTo: Millis | null;
	readonly pending: RoomView['pending'];
	readonly refused: ErrorCode | null;
	readonly displays: GateView['displays'];
	readonly fullScreen: boolean;
	readonly refreshing: boolean;
	readonly phone: PhoneStateView;
	readonly face: RoomView['face'];
	readonly watch: RoomView['watch'];
	readonly incidents: RoomView['incidents'];
	readonly mark: string;
	readonly passport: RoomView['passport'];
	readonly lot: LotView;
	readonly paper: PaperView;
	readonly timecode: RoomView['timecode'];
	readonly help: Pick<RoomView, 'chat' | 'seenSeq' | 'warnings'>;
	readonly rehearsal: RehearsalView | null;
	readonly handIn: RoomView['handIn'];
	readonly receiptExtras: RoomView['receiptExtras'];
}

export function roomViewOf(facts: RoomFacts): RoomView {
	const { session, now } = facts;
	const { state, details, head } = session;
	const at = now ?? 0;
	const over = state.stage === 'upload' || state.stage === 'done';
	return {
		now,
		exam: examView(state, details.sittingCode, facts.locale),
		candidate: {
			name: maskName(details.name),
			admission: maskNumber(details.admission),
			idNumber: details.idNumber,
			position: details.position,
			room: details.room
		},
		stage: state.stage,
		late: isLate(state, at),
		plan: state.frozen.rules.plan,
		status: {
			connection: connectionView(session.connection),
			savedTo: facts.savedTo,
			safeTo: facts.safeTo
		},
		picture: over
			? { state: 'ended' }
			: pictureView(
					facts.desktop.camera,
					// of a picture that shows nothing there is no more to say
					facts.pictureTrouble ?? facts.face?.trouble ?? null,
					now
				),
		microphone: microphoneView(facts),
		screen: screenView(facts.desktop.screen, state.enteredAt !== null && !over, now),
		devices: devicesView(facts),
		notices: facts.notices,
		problem: problemView(facts),
		phone: facts.phone,
		face: facts.face,
		watch: facts.watch,
		incidents: facts.incidents,
		mark: facts.mark,
		passport: facts.passport,
		lot: facts.lot,
		gate: {
			entry: entryAt(state, at),
			phone: phoneAtGate(state),
			invigilator: session.invigilator,
			displays: facts.displays,
			fullScreen: facts.fullScreen,
			refreshing: facts.refreshing
		},
		disputed: state.disputes > 0,
		paper: facts.paper,
		timecode: facts.timecode,
		chapters: state.chapters,
		...facts.help,
		request: state.enteredAt === null ? state.request : null,
		rehearsal: facts.rehearsal,
		startedAt: state.startedAt,
		endedAt: state.ended?.at ?? null,
		pending: facts.pending,
		refused: facts.refused,
		upload: over ? uploadView(state, facts.parts, facts.bytesPerSecond) : null,
		handIn: facts.handIn,
		receiptExtras: facts.receiptExtras,
		receipt:
			state.stage === 'done'
				? receiptView(state, facts.parts, head, state.uploadedAt ?? now ?? 0)
				: null
	};
}

export function examView(state: AttemptState, sittingCode: string, locale: Locale): ExamView {
	const { texts, rules, kind, startsAt } = state.frozen;
	return {
		title: texts.title[locale],
		guidance: texts.guidance[locale],
		kind,
		sittingCode,
		supportPhone: texts.supportPhone,
		helpVideo: texts.helpVideo,
		process: texts.process.map(({ title, body }) => ({ title: title[locale], body: body[locale] })),
		pledge: texts.pledge[locale],
		notice: texts.notice[locale],
		loginOpensAt: loginOpensAt(state.frozen, rules),
		entryOpensAt: entryOpensAt(state.frozen, rules),
		entryClosesAt: firstLoginClosesAt(state.frozen, rules),
		startsAt,
		endsAt: officialEnd(state)
	};
}

/** C14 */
export function phoneAtGate(state: AttemptState): GateView['phone'] {
	const missing = phoneMissing(state);
	if (missing) return missing === 'attempt.sweep-needed' ? 'sweep-needed' : 'needed';
	return state.phone === 'filming' ? 'ready' : 'waived';
}

const connectionView = (connection: ConnectionState): ConnectionView => connection;

function microphoneView({ desktop, level, sound }: RoomFacts): MicrophoneView {
	const { state, source, code } = desktop.camera;
	if (!source || state !== 'live') return { state: code ? 'lost' : 'off', level: 0 };
	return { state: sound && sound.state !== 'heard' ? sound.state : 'live', level };
}

function devicesView({ devices, desktop, devicesBusy }: RoomFacts): DevicesView {
	const { source } = desktop.camera;
	return {
		...devices,
		camera: source?.camera ?? null,
		microphone: source?.microphone ?? null,
		busy: devicesBusy
	};
}

/** From entry to the end both tracks must be recorded (C15); what is not is shown with the one touch that mends it. */
function problemView(facts: RoomFacts): RecordingProblemView | null {
	const { stage, enteredAt } = facts.session.state;
	if (enteredAt === null || stage === 'devices' || !isBefore(stage, 'upload')) return null;
	const tracks = (['camera', 'screen'] as const).filter((track) =>
		isMissing(facts.desktop[track], facts.now)
	);
	if (tracks.length === 0) return null;
	const first = facts.desktop[tracks[0] ?? 'camera'];
	return {
		tracks,
		cause: facts.reopened ? 'reopened' : 'ended',
		since: lostSince(first, facts.now),
		busy: facts.resuming,
		failure: facts.reopened && first.track === null && !first.code ? null : failureOf(facts, tracks)
	};
}

const failureOf = (facts: RoomFacts, tracks: readonly DesktopTrack[]): ErrorCode | null =>
	tracks.map((track) => facts.desktop[track].code).find((code) => code !== null) ?? null;
