// What the phone's page (佐证) shows: plain data in, callbacks out. The controller (`evidence-controller.svelte.ts`)
// produces exactly this; the components draw it and know nothing else. Times are absolute server ms.
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import type { UploadLineView } from '../../attempt/ui/upload-view.ts';
import type { PhoneStep } from '../phone-steps.ts';
import type { SweepAdvice } from '../sweep.ts';

/** Everything that the address `/evidence` may show. */
export type EvidenceView =
	| { readonly kind: 'connecting' }
	/** P1, C2: what this browser lacks; in 微信 and the like: copy the link, open the system's browser. */
	| { readonly kind: 'unsupported'; readonly missing: readonly PhoneCapability[] }
	/** No code in the address and nothing bound: scan with this page, or type (P1). */
	| { readonly kind: 'scan'; readonly scan: ScanView }
	/** A code that has been looked at and not used: the tap binds (P1). */
	| { readonly kind: 'offer'; readonly offer: OfferView }
	/** The evidence is open in another tab of this browser. */
	| { readonly kind: 'second-tab' }
	/** Nothing can go on without a person or a new code. */
	| { readonly kind: 'failed'; readonly code: ErrorCode; readonly supportPhone: string | null }
	/** P5: another phone has taken this one's place, or staff has unpaired it (I5); what lies here still goes up. */
	| { readonly kind: 'replaced'; readonly upload: PhoneUploadView; readonly unpaired: boolean }
	| { readonly kind: 'phone'; readonly phone: PhoneView };

export const PHONE_CAPABILITIES = [
	'secure-context',
	'camera',
	'recorder',
	'storage',
	'locks'
] as const;
export type PhoneCapability = (typeof PHONE_CAPABILITIES)[number];

export interface ScanView {
	/** The built-in scanner: it is opened by a tap and closed when a code was seen or the page is left. */
	readonly camera:
		| { readonly state: 'off' }
		/** The reader (WebAssembly where the browser has none of its own) or the camera is on its way. */
		| { readonly state: 'opening' }
		| { readonly state: 'looking'; readonly stream: MediaStream; readonly since: Millis }
		| { readonly state: 'failed'; readonly code: ErrorCode };
	/** The typed or scanned code is being looked at. */
	readonly busy: boolean;
	/** Why the last code was not taken: wrong, used, expired … */
	readonly refused: ErrorCode | null;
	/** The code it was about, as typed or seen; the field keeps it. */
	readonly typed: string;
}

export interface OfferView {
	readonly examTitle: string;
	readonly kind: 'mock' | 'formal';
	readonly sittingCode: string;
	/** Masked: 测***甲. */
	readonly candidate: string;
	/** Another phone films now and will be replaced. */
	readonly replaces: boolean;
	/** This phone is bound to another sitting that is not finished: which. What it has filmed goes on uploading. */
	readonly other: { readonly sittingCode: string } | null;
	/** The tap was made. */
	readonly busy: boolean;
	readonly refused: ErrorCode | null;
}

export interface PhoneView {
	readonly step: PhoneStep;
	readonly examTitle: string;
	readonly kind: 'mock' | 'formal';
	readonly sittingCode: string;
	readonly supportPhone: string;
	/** Null until the clock was asked once. */
	readonly now: Millis | null;
	readonly connection: ConnectionView;
	/** The sitting's clock and state, as on the desktop. */
	readonly sitting: {
		readonly startsAt: Millis;
		readonly endsAt: Millis;
		/** `before`: not entered yet; `waiting`: entered, not begun; `over`: ended, by whomever. */
		readonly state: 'before' | 'waiting' | 'answering' | 'over';
		readonly endedAt: Millis | null;
	};
	readonly check: CheckView;
	/** P3; null where the exam or this candidate does without it. */
	readonly sweep: SweepView | null;
	/** The camera's picture, at every step that has one. */
	readonly picture:
		| { readonly state: 'off' }
		| { readonly state: 'opening' }
		| { readonly state: 'live'; readonly stream: MediaStream; readonly facing: Facing }
		| { readonly state: 'failed'; readonly code: ErrorCode };
	/** P4 */
	readonly film: FilmView;
	readonly upload: PhoneUploadView;
	/** P6 */
	readonly finish: FinishView;
	/** C19: the paper's key for a computer without a network; null while it is not shown. */
	readonly key: KeyView | null;
	/** It may be asked for: the interview has begun. */
	readonly mayShowKey: boolean;
	/** The last command was refused. */
	readonly refused: ErrorCode | null;
}

/** `user`: the screen's side. */
export type Facing = 'user' | 'environment';

export type CheckLine = 'camera' | 'microphone' | 'battery' | 'storage' | 'network' | 'awake';

/** P2. `unknown`: this browser does not tell, which holds nobody up. */
export interface CheckView {
	readonly camera: 'idle' | 'busy' | 'ok' | 'refused' | 'missing' | 'in-use';
	readonly microphone: 'idle' | 'busy' | 'ok' | 'refused' | 'missing' | 'in-use';
	readonly battery:
		| { readonly state: 'unknown' }
		| { readonly state: 'ok' | 'low'; readonly level: number; readonly charging: boolean };
	/** Bytes: what this sitting needs, and what the browser says is free. */
	readonly storage:
		| { readonly state: 'unknown' }
		| { readonly state: 'ok' | 'low'; readonly neededBytes: number; readonly freeBytes: number };
	readonly network: 'ok' | 'slow' | 'lost' | 'unknown';
	/** Wake Lock: `refused` = the person must turn auto-lock off; `unknown` = this browser has none. */
	readonly awake: 'idle' | 'held' | 'refused' | 'unknown';
	/** Which browser's words explain how to allow the camera. */
	readonly browser: 'android-chrome' | 'ios-safari' | 'other';
	/** Every line that must be is there: 【下一步】 can be pressed. */
	readonly ready: boolean;
}

export type { SweepAdvice };

export interface SweepView {
	readonly state:
		| 'ready'
		/** Sensors and camera are being opened; on an iPhone the person is asked. */
		| 'starting'
		| 'running'
		| 'done';
	readonly way: 'sensor' | 'timed';
	/** Which of the 12 sectors were seen, clockwise from where it began. */
	readonly seen: readonly boolean[];
	/** 0 to 11: where the camera looks now; null = not known. */
	readonly heading: number | null;
	readonly advice: SweepAdvice;
	/** Share of the time with a face, 0 to 1; null before the first look, or where nothing can look. */
	readonly faceShare: number | null;
	/** The detector is still being loaded, or could not be. */
	readonly detector: 'off' | 'loading' | 'ready' | 'failed';
	readonly ms: number;
	/** Of a timed sweep: how long it takes in all. */
	readonly totalMs: number | null;
	/** Sensors give nothing: the page offers the timed one. */
	readonly noSensor: boolean;
	/** What the last finished one came to. */
	readonly result: {
		readonly way: 'sensor' | 'timed';
		readonly sectors: number;
		readonly ms: number;
		readonly faceShare: number | null;
	} | null;
}

export interface FilmView {
	readonly state:
		| 'idle'
		| 'starting'
		| 'filming'
		/** It comes back by itself, or at one touch (【继续录制】). */
		| 'interrupted'
		| 'stopped';
	/** Of the film in the vault, all parts together (ms). */
	readonly filmedMs: number;
	/** Since when it does not film. */
	readonly interruptedAt: Millis | null;
	readonly problem: ErrorCode | null;
	/** Film up to here lies here, and on the server. */
	readonly savedTo: Millis | null;
	readonly safeTo: Millis | null;
	/** Until then the picture is shown bright (【亮 10 秒】). */
	readonly brightUntil: Millis | null;
	/** 【继续录制】 was pressed. */
	readonly busy: boolean;
}

export interface PhoneUploadView {
	/** One line: the evidence. Null when nothing was recorded here. */
	readonly line: UploadLineView | null;
	readonly allVerified: boolean;
}

/** P6: the checklist of the hour after the end. */
export interface FinishView {
	/** `over` = the interview has ended and the phone may be stopped. */
	readonly state: 'not-over' | 'may-stop' | 'uploading' | 'done' | 'failed';
	/** 60 minutes after the end; null before it. */
	readonly until: Millis | null;
	/** Also of this attempt's computer: whether all of it has arrived. */
	readonly desktopDone: boolean;
	/** The results are published: local copies are removed. */
	readonly published: boolean;
}

export interface KeyView {
	readonly state: 'asking' | 'shown' | 'failed';
	/** 26 characters in groups, as they are typed on the computer. */
	readonly text: string | null;
	/** The same as a QR code's text. */
	readonly qr: string | null;
	readonly code: ErrorCode | null;
}

/** Everything a person can do on the phone. Fire and forget: what comes of it shows in the view. */
export interface EvidenceActions {
	/** Call inside a tap. */
	openScanner(): void;
	closeScanner(): void;
	typeCode(text: string): void;
	/** The tap that binds (P1). */
	bind(): void;
	/** Not this one: back to the scanner; or to the sitting that is bound here. */
	declineOffer(): void;
	/** P2: opens camera and microphone; call inside a tap. */
	openCamera(): void;
	/** From check to sweep, from sweep to place: the present step is done. */
	next(): void;
	/** P3; call inside a tap: an iPhone asks for the sensor. Also to repeat it. */
	startSweep(way: 'sensor' | 'timed'): void;
	/** Front or back camera, at the step `place`. */
	turnCamera(): void;
	/** P4: it is fixed; begin. Call inside a tap. */
	startFilming(): void;
	/** P5 【继续录制】; call inside a tap. */
	resume(): void;
	/** 【亮 10 秒】 */
	brighten(): void;
	/** P6, after the confirmation that an unfinished interview asks for. */
	stopFilming(): void;
	/** Stopped by mistake, and the interview goes on. */
	filmAgain(): void;
	showKey(): void;
	hideKey(): void;
	retryUpload(): void;
	/** Look again: another tab, a server out of reach. */
	retry(): void;
}
