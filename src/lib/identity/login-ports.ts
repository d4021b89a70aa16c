// What a login by face needs of the browser and of the server.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { FaceFault } from '../attempt/events.ts';
import type { Reading } from './reading.ts';
import type { FaceCheckBegun, FaceFrameKept, FaceLogin, FaceSession, FaceVerdict } from './wire.ts';

/** A camera with somebody before it, and what looks at its pictures. */
export interface FaceDesk {
	readonly stream: MediaStream;
	/** A look at the present picture, which can be kept until the next look. Null: could not look. */
	look(): Promise<Reading | null>;
	/** The picture of the last look takes the place of what was kept. */
	keep(): void;
	/** The kept picture as a file to be sent. */
	take(): Promise<Blob>;
	close(): void;
}

export interface DeskWatch {
	readonly signal: AbortSignal;
	/** Of the model that has come, 0 to 1. */
	readonly progress: (part: number) => void;
	/** Camera or reader ended by themselves. */
	readonly lost: (code: ErrorCode) => void;
}
export type OpenFaceDesk = (watch: DeskWatch) => Promise<Result<FaceDesk, ErrorCode>>;

export interface FaceProblem {
	readonly code: ErrorCode;
	/** What the server asked for, ms; 0: nothing. */
	readonly retryAfterMs: Millis;
}
export type FaceAnswer<T> = Promise<Result<T, FaceProblem>>;

/** /api/face: each may be asked again when its answer was lost. */
export interface FaceApi {
	where(): FaceAnswer<FaceLogin>;
	beginCheck(): FaceAnswer<FaceCheckBegun>;
	sendFrame(check: string, frame: number, picture: Blob): FaceAnswer<FaceFrameKept>;
	judge(check: string, gaveUp: FaceFault | null): FaceAnswer<FaceVerdict>;
	openSession(): FaceAnswer<FaceSession>;
}

/** Whether anybody can see the page. */
export interface PageSight {
	isHidden(): boolean;
	/** @returns a function that ends the watching */
	onChange(listener: () => void): () => void;
}

/** A clock that only goes forward (ms); the same as a reading's. */
export type Ticks = () => Millis;
