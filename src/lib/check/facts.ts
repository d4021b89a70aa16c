// What a device check has measured so far (C4), line by line: plain numbers and words, no opinion (verdicts.ts). A line
// that was not looked at is absent.
import type { BrowserKind } from '../attempt/browser-kind.ts';
import type { CheckLine } from '../integrity/passport.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Latency, Storage, TestRecording, UploadRate } from './ports.ts';

/** It could not be measured, and why. */
export interface Failed {
	readonly failed: ErrorCode;
}

export interface BrowserFacts {
	/** Name and version as it tells: "Chrome 146". */
	readonly browser: string;
	readonly system: string;
	readonly kind: BrowserKind;
	/** What an interview, or on a phone the second camera, would lack (C2). */
	readonly missing: readonly string[];
}

export interface CameraFacts {
	/** May be empty. */
	readonly label: string;
	readonly width: number;
	readonly height: number;
	/** Pictures a second; 0 = the browser does not tell. */
	readonly frameRate: number;
	readonly virtual: boolean;
}

export interface MicrophoneFacts {
	readonly label: string;
	/** The loudest so far, 0 (−60 dBFS) to 1 (−10 dBFS). */
	readonly peak: number;
	/** How long it has been listened to. */
	readonly listenedMs: Millis;
	/** The system holds it back. */
	readonly muted: boolean;
}

export interface ScreenFacts {
	readonly width: number;
	readonly height: number;
	/** Null: the browser does not tell. */
	readonly several: boolean | null;
	/** Counted with the candidate's leave; null = not. */
	readonly count: number | null;
}

export interface BatteryFacts {
	/** 0 to 1. */
	readonly level: number;
	readonly charging: boolean;
}

export interface CheckFacts {
	readonly browser?: BrowserFacts;
	readonly camera?: CameraFacts | Failed;
	readonly microphone?: MicrophoneFacts | Failed;
	readonly speaker?: 'heard' | 'not-heard';
	readonly screens?: ScreenFacts;
	readonly fullScreen?: 'entered' | 'refused' | 'unsupported';
	/** Null: the browser does not tell. */
	readonly battery?: BatteryFacts | null;
	readonly upload?: UploadRate | Failed;
	readonly latency?: Latency | Failed;
	readonly storage?: Storage | Failed;
	readonly recording?: Pick<TestRecording, 'ms' | 'bytes'> | Failed;
}

export type CheckedDevice = 'desktop' | 'phone';

/** A phone is the second camera: it has no screens, no full screen, and nobody listens to it. */
const OF_DESKTOP_ONLY: readonly CheckLine[] = ['speaker', 'screens', 'full-screen'];

export const belongsTo = (line: CheckLine, device: CheckedDevice): boolean =>
	device === 'desktop' || !OF_DESKTOP_ONLY.includes(line);

/** @returns what was measured, null where it was not or could not be */
export const measured = <T extends object>(fact: T | Failed | undefined): T | null =>
	fact === undefined || 'failed' in fact ? null : fact;
