// What the identity domain needs of the world.
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

/** What a look at one picture found of its largest face. */
export interface SeenFace {
	/** Width of the face in the picture (px), from BlazeFace's box. */
	readonly widthPx: number;
	/** Mean brightness of the face, 0 to 255 (BT.601). */
	readonly luma: number;
	/**
	 * How far the head is turned (degrees, an estimate from six points): positive towards the person's own left, which
	 * is the right of a picture that is not mirrored.
	 */
	readonly turnDeg: number;
	/** SFace, 128 numbers of unit length: the cosine of two of them tells how alike two faces are. */
	readonly embedding: Float32Array;
	/**
	 * Brightness of the aligned face, `PATCH_SIZE`² bytes: two photographs of one person differ in it, two copies of one
	 * photograph do not, however they were scaled or compressed.
	 */
	readonly patch: Uint8Array;
}

export const PATCH_SIZE = 32;

export interface SeenPicture {
	readonly width: number;
	readonly height: number;
	readonly faces: number;
	/** Of the largest face; null = there is none. */
	readonly face: SeenFace | null;
}

/** Looks at pictures on the server: nothing that a page says about a face is believed. */
export interface FaceEngine {
	/**
	 * @param picture a JPEG or PNG file
	 * @returns 'identity.picture-invalid': it cannot be read; 'server.busy': too many wait, or it took too long (try again)
	 */
	see(
		picture: Uint8Array
	): Promise<Result<SeenPicture, Extract<ErrorCode, 'identity.picture-invalid' | 'server.busy'>>>;
}
