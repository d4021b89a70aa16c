// What a copy may do to a hand-in file, frame by frame.
import { TAG_BYTES } from '../hand-in-format.ts';

const beginOf = (file: Buffer): number => 12 + file.readUInt16BE(10);

export const framesOf = (file: Buffer, frame: number): number =>
	Math.ceil((file.byteLength - beginOf(file)) / (frame + TAG_BYTES));

/** The file in three: before frame `n`, the frame, what follows it. */
function cut(file: Buffer, frame: number, n: number): [Buffer, Buffer, Buffer] {
	const from = beginOf(file) + n * (frame + TAG_BYTES);
	const to = Math.min(file.byteLength, from + frame + TAG_BYTES);
	return [file.subarray(0, from), file.subarray(from, to), file.subarray(to)];
}

type Damage = (file: Buffer, frame: number, n: number) => Buffer;

export const DAMAGE = {
	flipped(file, frame, n) {
		const [before, bytes, after] = cut(file, frame, n);
		const flipped = Buffer.from(bytes);
		const at = (n * 37) % flipped.byteLength;
		flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (n % 8)), at);
		return Buffer.concat([before, flipped, after]);
	},
	missing(file, frame, n) {
		const [before, , after] = cut(file, frame, n);
		return Buffer.concat([before, after]);
	},
	repeated(file, frame, n) {
		const [before, bytes, after] = cut(file, frame, n);
		return Buffer.concat([before, bytes, bytes, after]);
	},
	swapped(file, frame, n) {
		const [before, bytes, after] = cut(file, frame, n);
		const next = after.subarray(0, frame + TAG_BYTES);
		return Buffer.concat([before, next, bytes, after.subarray(next.byteLength)]);
	},
	/** Ends with this frame, as if it were the last. */
	ended(file, frame, n) {
		const [before, bytes] = cut(file, frame, n);
		return Buffer.concat([before, bytes]);
	}
} satisfies Record<string, Damage>;
