// An engine that sees what a test has written into the picture: a JPEG whose filling is a small JSON of one face.
import { randomBytes } from 'node:crypto';
import { err, ok } from '../../shared/result.ts';
import { PATCH_SIZE, type FaceEngine, type SeenFace } from '../ports.ts';

export interface DrawnFace {
	/** Who: two of one number are alike by `likeness`, of two numbers not at all. */
	readonly person: number;
	/** Cosine with the same person's pure face. */
	readonly likeness: number;
	readonly turnDeg: number;
	readonly widthPx: number;
	readonly luma: number;
	/** Which photograph: two of one number are copies. */
	readonly photo: number;
	readonly faces: number;
}

const PLAIN: DrawnFace = {
	...{ person: 1, likeness: 1, turnDeg: 0, widthPx: 180, luma: 120, photo: 0, faces: 1 }
};

let photos = 0;

/** Another photograph every time, unless it is told which. */
export function drawnFace(said: Partial<DrawnFace> = {}): Uint8Array<ArrayBuffer> {
	const face = { ...PLAIN, photo: ++photos, ...said };
	return jpegAround(Buffer.from(`${JSON.stringify(face)}${randomBytes(8).toString('hex')}`));
}

/** A JPEG as far as its frame goes: start, a comment, a frame, a scan of nothing, end. */
function jpegAround(filling: Buffer): Uint8Array<ArrayBuffer> {
	const comment = Buffer.from([0xff, 0xfe, 0, 0]);
	comment.writeUInt16BE(filling.length + 2, 2);
	return new Uint8Array(Buffer.concat([START, comment, filling, FRAME, SCAN, END]));
}
const START = Buffer.from([0xff, 0xd8]);
const FRAME = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
const SCAN = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0]);
const END = Buffer.from([0xff, 0xd9]);

export interface FakeEngine extends FaceEngine {
	/** How often it has looked. */
	looks: number;
	/** So often it says that it is busy. */
	busy: number;
	/** Waited for before each look. */
	before: () => Promise<void>;
}

export function fakeEngine(): FakeEngine {
	const engine: FakeEngine = {
		...{ looks: 0, busy: 0, before: async () => {} },
		async see(picture) {
			await engine.before();
			if (engine.busy > 0) {
				engine.busy--;
				return err('server.busy');
			}
			engine.looks++;
			const drawn = /\{.*?\}/.exec(Buffer.from(picture).toString('latin1'))?.[0];
			if (drawn === undefined) return err('identity.picture-invalid');
			const face = JSON.parse(drawn) as DrawnFace;
			const none = face.faces === 0;
			return ok({ width: 640, height: 480, faces: face.faces, face: none ? null : seenOf(face) });
		}
	};
	return engine;
}

export function seenOf(face: DrawnFace): SeenFace {
	const { widthPx, luma, turnDeg } = face;
	return { widthPx, luma, turnDeg, embedding: embeddingOf(face), patch: patchOf(face.photo) };
}

/** The person's own two axes: what is missing to the pure face is theirs alone, too. */
function embeddingOf({ person, likeness }: DrawnFace): Float32Array {
	const embedding = new Float32Array(128);
	embedding[person] = likeness;
	embedding[64 + person] = Math.sqrt(Math.max(0, 1 - likeness * likeness));
	return embedding;
}

/** Noise from a seed: two seeds have nothing in common. */
function patchOf(photo: number): Uint8Array {
	let state = photo * 2_654_435_761 + 1;
	return Uint8Array.from({ length: PATCH_SIZE ** 2 }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 24;
	});
}
