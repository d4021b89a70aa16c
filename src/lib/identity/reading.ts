// What one look at a camera's picture tells of the faces in it, in the browser: numbers only, no picture. The server
// believes none of it; it decides what is asked of the candidate next.
import type { Millis } from '../shared/clock.ts';

/** Shares of the picture's width and height, 0 to 1, from its upper left corner; not mirrored. */
export interface FaceBox {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface ReadFace {
	readonly box: FaceBox;
	/** Turn of the head (degrees): positive towards the person's own left. */
	readonly yawDeg: number;
	/** Positive upwards. */
	readonly pitchDeg: number;
	/** Positive towards the person's own right shoulder. */
	readonly rollDeg: number;
	/** MediaPipe's blend shapes, 0 to 1: the less closed of the two eyes, and the jaw. */
	readonly blink: number;
	readonly mouthOpen: number;
}

export interface Reading {
	/** When the picture was taken, by a clock that only goes forward (ms). */
	readonly at: Millis;
	/** The largest first. */
	readonly faces: readonly ReadFace[];
	/** Mean brightness of the largest face, 0 to 255; of the whole picture when there is none. */
	readonly luma: number;
	/** How long the look took (ms). */
	readonly tookMs: number;
}

/** A video stands for its picture of the moment, which may be another one by the time of the next call. */
export type Picture = HTMLVideoElement | HTMLCanvasElement;

/** Looks at pictures away from the page's thread, one at a time. */
export interface FaceReader {
	/** Null: could not look (no picture yet, still at the last one, closed). */
	read(picture: Picture): Promise<Reading | null>;
	/** Ends the worker and frees its memory. */
	close(): void;
}
