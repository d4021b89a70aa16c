// What the candidate's pages show: plain data in, callbacks out. A controller produces exactly this (getters over
// runes are welcome), the components draw it and know nothing else. Times are absolute server ms; nothing here
// counts down, pages subtract from `now`.
import type { Track } from '../../recording/part.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import type { LotView } from '../../exam/lot-view.ts';
import type { PictureTrouble } from '../../integrity/picture-health.ts';
import type { Difference } from '../../integrity/passport-differences.ts';
import type { IncidentView, WatchView } from '../../integrity/ui/watch-view.ts';
import type { TimecodeSymbol } from '../../evidence/browser/timecode-symbol.ts';
import type { PresenceKind } from '../../identity/presence-signal.ts';
import type { PairingView, PhoneStateView } from './phone-view.ts';
import type { PaperView } from '../../exam/paper-view.ts';
import type { InvigilatorAtGate } from '../invigilator-rule.ts';
import type { ChatMessage } from '../../help/chat-view.ts';
import type { WaitingWarning } from '../../help/warnings.ts';
import type { Signature } from '../event-payloads.ts';
import type { Stage } from '../stage.ts';
import type { HandInState } from '../../upload/ui/hand-in-state.ts';
import type { ReceiptExtras } from './receipt-view.ts';

/** Everything the attempt's address may show. */
export type PageView =
	| { readonly kind: 'connecting' }
	/** C8: the attempt is open on another device; this one has asked and waits. */
	| { readonly kind: 'asking'; readonly asking: AskingView }
	/** What this browser lacks (C2: capability decides, not the browser's name). */
	| { readonly kind: 'unsupported'; readonly missing: readonly Capability[] }
	/** The attempt is open in another tab of this browser. */
	| { readonly kind: 'second-tab' }
	/** C8: it goes on at another device; what lies here still goes up. `upload` is null when nothing lies here. */
	| {
			readonly kind: 'taken-over';
			readonly at: Millis | null;
			readonly upload: UploadView | null;
			readonly handIn: HandInState | null;
			/** The interview is not over: it may be asked for again from here. */
			readonly mayContinue: boolean;
	  }
	/** Nothing can go on without a person. */
	| { readonly kind: 'failed'; readonly code: ErrorCode; readonly supportPhone: string | null }
	| { readonly kind: 'room'; readonly room: RoomView };

export const CAPABILITIES = [
	'secure-context',
	'camera',
	'screen-share',
	'recorder',
	'storage',
	'locks'
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export interface RoomView {
	/** Server time as estimated here, renewed about four times a second; null until the clock was asked once. */
	readonly now: Millis | null;
	readonly exam: ExamView;
	readonly candidate: CandidateView;
	readonly stage: Stage;
	/** C9: the start has passed before the waiting page; pledge, notice and gate are shortened. */
	readonly late: boolean;
	/** The stages that this exam uses, in order. */
	readonly plan: readonly Stage[];
	readonly status: StatusView;
	readonly picture: PictureView;
	readonly microphone: MicrophoneView;
	readonly screen: ScreenView;
	readonly devices: DevicesView;
	/** Shown on the sheet until they are over; the order is the controller's. */
	readonly notices: readonly RoomNotice[];
	/** Something is not being recorded that should be; covers the sheet only (C16, C29). */
	readonly problem: RecordingProblemView | null;
	/** C11: the phone (佐证), on every page. */
	readonly phone: PhoneStateView;
	/** C30: whether the face is looked at; null = nothing is said of it. */
	readonly face: FaceView | null;
	/** C25–C32: what the watch of page and computer shows. */
	readonly watch: WatchView;
	/** C34: the candidate's own incidents, in order of time. */
	readonly incidents: readonly IncidentView[];
	/** C28: of the paper's watermark; names nobody. */
	readonly mark: string;
	/** C4, C31: whether this computer's devices were checked, and what differs from that. */
	readonly passport: { readonly checked: boolean; readonly differs: readonly Difference[] };
	readonly lot: LotView;
	readonly gate: GateView;
	/** C17: a mistake in the details was reported. */
	readonly disputed: boolean;
	readonly paper: PaperView;
	/** Stands in the picture's place for two seconds, for the phone's camera; null = the picture. */
	readonly timecode: TimecodeSymbol | null;
	/** C20: which questions were marked as answered, and when. */
	readonly chapters: readonly { readonly question: number; readonly at: Millis }[];
	readonly chat: readonly ChatMessage[];
	/** C21: the conversation has been before the candidate up to this line. */
	readonly seenSeq: number;
	/** I3: not acknowledged yet, in order; none after the end. Each covers the sheet until it is. */
	readonly warnings: readonly WaitingWarning[];
	/** C8, before entry: another device asks for this attempt. */
	readonly request: { readonly id: string; readonly at: Millis } | null;
	/** The mock's rehearsal (null in a formal sitting). */
	readonly rehearsal: RehearsalView | null;
	/** When the interview really began and ended (C23). */
	readonly startedAt: Millis | null;
	readonly endedAt: Millis | null;
	/** A command is on its way: the button that sent it waits. */
	readonly pending: PendingAct | null;
	/** The last command was refused, in words of `error.<code>`. */
	readonly refused: ErrorCode | null;
	/** Present from stage `upload` on. */
	readonly upload: UploadView | null;
	/** Saving what lies here into a file (C24); null where the exam has no key for it. */
	readonly handIn: HandInState | null;
	/** Present at stage `done`. */
	readonly receipt: ReceiptView | null;
	/** What the receipt says beside it. */
	readonly receiptExtras: ReceiptExtras;
}

export const PENDING_ACTS = [
	'confirm',
	'draw',
	'sign',
	'dispute',
	'end-interview',
	'answer-request'
] as const;
export type PendingAct = (typeof PENDING_ACTS)[number];

export interface ExamView {
	/** In the page's language, as frozen into the attempt. */
	readonly title: string;
	readonly guidance: string;
	readonly kind: 'mock' | 'formal';
	/** Short code of the sitting for the phone call to support. */
	readonly sittingCode: string;
	readonly supportPhone: string;
	/** Address of the help video, null = none. */
	readonly helpVideo: string | null;
	/** C10; bodies, pledge and notice are Markdown, in the page's language. */
	readonly process: readonly { readonly title: string; readonly body: string }[];
	readonly pledge: string;
	readonly notice: string;
	readonly loginOpensAt: Millis;
	readonly entryOpensAt: Millis;
	/** From then on entry needs an invigilator's leave (C9). */
	readonly entryClosesAt: Millis;
	readonly startsAt: Millis;
	/** With what staff has granted. */
	readonly endsAt: Millis;
}

/** Masked already: 测***甲, 2026****0017. */
export interface CandidateView {
	readonly name: string;
	readonly admission: string;
	readonly idNumber: string;
	/** In full: it is what the candidate must check (C17). */
	readonly position: string;
	readonly room: string;
}

/** C14: what stands between the candidate and the entry, beside camera, microphone and screen. */
export interface GateView {
	readonly entry: 'not-open' | 'open' | 'closed';
	/** What of the phone still stands in the way. */
	readonly phone: 'ready' | 'waived' | 'needed' | 'sweep-needed';
	/** I4: whether the room waits for one. */
	readonly invigilator: InvigilatorAtGate;
	/** `unknown`: this browser does not tell. */
	readonly displays: 'one' | 'several' | 'unknown';
	readonly fullScreen: boolean;
	/** 【刷新】 was pressed and the server is being asked. */
	readonly refreshing: boolean;
}

/** C30: what the candidate can do something about. */
export type FaceTrouble = Exclude<PresenceKind, 'face-watch-off'>;

export interface FaceView {
	/** `waiting`: begins in a moment, or is tried again; `off`: this computer cannot. */
	readonly state: 'looking' | 'waiting' | 'off' | 'withdrawn';
	readonly trouble: FaceTrouble | null;
}

export interface AskingView {
	/** `device`: the first device must confirm; `staff`: an invigilator must; it may also fall silent for 30 s. */
	readonly needs: 'device' | 'staff';
	readonly since: Millis;
	readonly refused: boolean;
	readonly supportPhone: string | null;
}

export const REHEARSAL_STEPS = ['network', 'reload', 'play', 'upload'] as const;
export type RehearsalStep = (typeof REHEARSAL_STEPS)[number];

/** The mock's rehearsal: what was tried and seen to work, from the log where the log can tell. */
export interface RehearsalView {
	readonly steps: readonly {
		readonly step: RehearsalStep;
		readonly state: 'open' | 'running' | 'done';
	}[];
	/** 【断网 20 秒】 is under way until then. */
	readonly cutUntil: Millis | null;
}

export type { ConnectionView, PairingView, PhoneStateView };

export interface StatusView {
	readonly connection: ConnectionView;
	/** Film up to this instant lies in this computer's vault (C15); null before recording. */
	readonly savedTo: Millis | null;
	/** Film up to this instant is synced on the server; null before the first acknowledgement. */
	readonly safeTo: Millis | null;
}

export type PictureView =
	| { readonly state: 'off' }
	| { readonly state: 'opening' }
	| {
			readonly state: 'live';
			/** Keep it in `$state.raw`. */
			readonly stream: MediaStream;
			/** Since when it is being filmed; null is a preview and has no brackets. */
			readonly recordingSince: Millis | null;
			readonly trouble: PictureTrouble | FaceTrouble | null;
	  }
	| { readonly state: 'failed'; readonly code: ErrorCode }
	/** Recording is over, camera and screen are closed. */
	| { readonly state: 'ended' };

export interface MicrophoneView {
	/** `silent`: open, but nothing was heard for 5 s; `dead`: not even noise for 3 s. */
	readonly state: 'off' | 'live' | 'silent' | 'dead' | 'lost';
	/** 0 to 1, for the bar. */
	readonly level: number;
}

export type ScreenView =
	| { readonly state: 'off' }
	| { readonly state: 'choosing' }
	/** The whole screen, checked. */
	| { readonly state: 'shared' }
	| { readonly state: 'failed'; readonly code: ErrorCode };

export interface DeviceOption {
	readonly id: string;
	/** Empty before permission. */
	readonly label: string;
}

export interface DevicesView {
	readonly cameras: readonly DeviceOption[];
	readonly microphones: readonly DeviceOption[];
	readonly camera: string | null;
	readonly microphone: string | null;
	/** A switch or a refresh is under way. */
	readonly busy: boolean;
}

export const ROOM_NOTICES = [
	/** less space than this sitting needs */
	'storage-low',
	/** out of space: verified bytes are being removed, bitrate lowered */
	'storage-full',
	/** the browser did not promise to keep the data */
	'storage-not-persistent',
	/** a recorder failed and was started again */
	'recorder-restarted',
	/** the page was opened anew in the middle; there is a gap, the rest is safe */
	'resumed',
	/** the server's disk is full (507): kept here, sent later */
	'server-full',
	/** the server does not know this device's credential any more: kept here, sent after a new login */
	'login-needed'
] as const;
export type RoomNotice = (typeof ROOM_NOTICES)[number];

export interface RecordingProblemView {
	/** What is not recorded; one touch brings all of it back. Never empty. */
	readonly tracks: readonly ('camera' | 'screen')[];
	/** `ended`: device gone or share stopped; `reopened`: crash or reload, the screen needs a touch. */
	readonly cause: 'ended' | 'reopened';
	readonly since: Millis | null;
	/** The touch was made, the browser asks. */
	readonly busy: boolean;
	/** The last try did not work. */
	readonly failure: ErrorCode | null;
}

export const UPLOAD_LINE_STATES = [
	'sending',
	/** all bytes are there, the server computes the digest */
	'checking',
	'waiting-network',
	'waiting-space',
	'failed',
	'done'
] as const;
export type UploadLineState = (typeof UPLOAD_LINE_STATES)[number];

/** One track of this device, over all its parts. */
export interface UploadLineView {
	readonly track: Track;
	readonly filmMs: number;
	readonly sentBytes: number;
	readonly totalBytes: number;
	/** Null while unknown or standing still. */
	readonly bytesPerSecond: number | null;
	readonly state: UploadLineState;
	/** Why it is `failed`, when the cause has a code. */
	readonly code: ErrorCode | null;
}

export interface UploadView {
	/** Empty: nothing lies on this device. */
	readonly lines: readonly UploadLineView[];
	/** Estimated; null while unknown. */
	readonly remainingMs: number | null;
	/** Parts that another computer of this attempt still has to send; the phone's are in `phone.missingParts`. */
	readonly partsElsewhere: number;
}

export interface ReceiptTrack {
	readonly track: Track;
	readonly filmMs: number;
	readonly bytes: number;
	/** SHA-256 of its parts, hexadecimal, in the order of time. */
	readonly digests: readonly string[];
}

export interface ReceiptView {
	readonly completedAt: Millis;
	readonly tracks: readonly ReceiptTrack[];
	/** Head of the attempt's log (C34). */
	readonly head: { readonly seq: number; readonly hash: string };
	/** What lies on this computer: kept until the results, partly removed for want of space, or none. */
	readonly localCopies: 'kept' | 'partly' | 'none';
}

/** Everything a candidate can do. Fire and forget: what comes of it shows in the view. */
export interface RoomActions {
	/** Open (or try again to open) camera and microphone. */
	openCamera(): void;
	refreshDevices(): void;
	selectCamera(id: string): void;
	selectMicrophone(id: string): void;
	/** Call inside a click: the browser asks for a gesture. */
	shareScreen(): void;
	/** The present stage is done: process, lot, notice, gate, devices, information. */
	confirm(): void;
	/** C12 */
	drawLot(): void;
	/** C13; null = ticked, for who comes late. */
	sign(signature: Signature | null): void;
	/** Call inside a click. */
	enterFullScreen(): void;
	/** 【刷新】 at the gate, 【刷新题目】 at the paper: ask the server again. */
	refresh(): void;
	/** C17 */
	disputeDetails(text: string): void;
	/** C21 */
	sendHelp(text: string): void;
	/** C21: what staff wrote is before the candidate. */
	seeHelp(): void;
	/** I3 */
	acknowledgeWarning(id: string): void;
	/** C20 */
	markAnswered(question: number): void;
	/** P5: another phone is wanted (after the candidate confirmed); its code is shown. */
	replacePhone(): void;
	/** Not after all: the code is taken back. */
	keepPhone(): void;
	/** Something shows the phone: its picture is fetched, and a code where none is bound. */
	watchPhone(watching: boolean): void;
	/** C7: after the candidate confirmed. */
	withdrawFace(): void;
	/** C34: what the candidate says to one of their incidents. */
	commentIncident(key: string, text: string): void;
	/** C19: the paper's key as read out or shown by the phone. */
	typeKey(text: string): void;
	/** C8 */
	answerRequest(granted: boolean): void;
	/** C8: on a page that another device has shut: ask for the attempt, to go on here. */
	continueHere(): void;
	/** The mock's rehearsal: cut this page off the network for a while, or load it anew. */
	rehearseCut(): void;
	rehearseReload(): void;
	/** Everything in `problem.tracks`, at one touch. */
	resumeRecording(): void;
	/** After the candidate confirmed. */
	endInterview(): void;
	retryUpload(): void;
	/** Call inside a click: the browser asks where to. */
	saveHandIn(): void;
	viewLocalVideo(): void;
	goHome(): void;
	/** Connect anew, or look again whether the other tab is gone. */
	retry(): void;
}
