// What a device check (C4) needs of browser and server. Adapters: browser/; the page and its verdicts know only these.
import type { OpenedSource } from '../recording/ports.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

export interface UploadRate {
	/** Kilobits per second that the server has acknowledged, synced to its disk. */
	readonly kbps: number;
	/** Measured for as long; at least five seconds. */
	readonly ms: Millis;
	readonly bytes: number;
}

export interface Latency {
	/** Median round trip of a small request. */
	readonly latencyMs: Millis;
	/** Mean difference of two following ones. */
	readonly jitterMs: Millis;
	/** How much the computer's own clock is ahead of the server's; negative: behind. */
	readonly clockAheadMs: Millis;
}

export interface Storage {
	/** By the browser's word; null = it does not tell. */
	readonly freeBytes: number | null;
	/** As many were written, read back the same, and removed. */
	readonly wroteBytes: number;
}

/** A test recording that went the real way: recorder → vault → upload → the server's disk → back. */
export interface TestRecording {
	/** An object URL of what came back from the server. */
	readonly url: string;
	readonly mime: string;
	readonly ms: Millis;
	readonly bytes: number;
}

export type TestStep = 'recording' | 'uploading' | 'fetching';

/** One check on the server: it takes little, for minutes, and is deleted at the end. @typeParam S a camera with its microphone */
export interface DeviceCheck<S extends OpenedSource> {
	/** @param progress 0 to 1 */
	measureUpload(
		progress: (share: number) => void,
		over: AbortSignal
	): Promise<Result<UploadRate, ErrorCode>>;
	latency(over: AbortSignal): Promise<Result<Latency, ErrorCode>>;
	/** @param bytes to be written and read back; never more than a few megabytes */
	storage(bytes: number): Promise<Result<Storage, ErrorCode>>;
	/** @param progress of the step it is at, 0 to 1 */
	record(
		source: S,
		forMs: Millis,
		progress: (step: TestStep, share: number) => void,
		over: AbortSignal
	): Promise<Result<TestRecording, ErrorCode>>;
	/** Removes all of it, here and on the server; also what an earlier page has left. Never throws. */
	end(): Promise<void>;
}

/** Refused where the server takes no more checks for the moment ('check.busy', 'check.busy-here') or cannot be reached ('check.unreachable'). */
export type OpenDeviceCheck<S extends OpenedSource> = (
	over: AbortSignal
) => Promise<Result<DeviceCheck<S>, ErrorCode>>;
