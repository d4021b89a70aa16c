// Cuts a stream of plain bytes into frames of one size, seals them and hands them on; the last one is marked.
import type { FrameCipher } from '../hand-in-crypto.ts';

export interface FrameWriter {
	/** Plain bytes so far. */
	readonly taken: number;
	/** Sealed bytes handed on so far. */
	readonly written: number;
	push(bytes: Uint8Array): Promise<void>;
	/** Seals what is left as the last frame, which may be a full one. */
	end(): Promise<void>;
}

export function frameWriter(
	cipher: Pick<FrameCipher, 'seal'>,
	frameBytes: number,
	sink: { write(bytes: Uint8Array<ArrayBuffer>): Promise<void> }
): FrameWriter {
	const frame = new Uint8Array(frameBytes);
	let filled = 0;
	let number = 0;
	let taken = 0;
	let written = 0;

	async function seal(last: boolean): Promise<void> {
		const sealed = await cipher.seal(number++, last, frame.slice(0, filled));
		filled = 0;
		await sink.write(sealed);
		written += sealed.byteLength;
	}

	return {
		get taken() {
			return taken;
		},
		get written() {
			return written;
		},
		async push(bytes) {
			for (let at = 0; at < bytes.byteLength;) {
				// only when more comes: a full frame may still be the last
				if (filled === frameBytes) await seal(false);
				const piece = bytes.subarray(at, at + frameBytes - filled);
				frame.set(piece, filled);
				filled += piece.byteLength;
				at += piece.byteLength;
			}
			taken += bytes.byteLength;
		},
		end: () => seal(true)
	};
}
