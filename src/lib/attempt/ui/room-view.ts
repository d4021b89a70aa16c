// What the candidate's pages show: plain data in, callbacks out. A controller produces exactly this (getters over
// runes are welcome), the components draw it and know nothing else. Times are absolute server ms; nothing here
// counts down, pages subtract from `now`.
import type { TimecodeSymbol } from '../../evidence/browser/timecode-symbol.ts';
import type { LotView } from '../../exam/lot-view.ts';
import type { PaperView } from '../../exam/paper-view.ts';
import type { ChatMessage } from '../../help/chat-view.ts';
import type { WaitingWarning } from '../../help/warnings.ts';
import type { PresenceKind } from '../../identity/presence-signal.ts';
import type { Difference } from '../../integrity/passport-differences.ts';
import type { IncidentView, WatchView } from '../../integrity/ui/watch-view.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import type { HandInState } from '../../upload/ui/hand-in-state.ts';
import type { InvigilatorAtGate } from '../invigilator-rule.ts';
import type { Stage } from '../stage.ts';
import type { DevicesView, MicrophoneView, PictureView, ScreenView } from './devices-view.ts';
import type { PairingView, PhoneStateView } from './phone-view.ts';
import type { RecordingProblemView, RoomNotice } from './problem-view.ts';
import type { ReceiptExtras, ReceiptView } from './receipt-view.ts';
import type { UploadView } from './upload-view.ts';

export interface RoomView {
	/** Server time as estimated here, renewed about four times a second; null until the clock was asked once. */
	readonly now: Millis | null;
	readonly exam: ExamView;
	readonly candidate: CandidateDetails;
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
export interface CandidateDetails {
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
