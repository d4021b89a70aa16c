import type { PartHeader } from '../part.ts';

export const ATTEMPT = '00000000-0000-4000-8000-0000000000a1';
export const LEASE = '00000000-0000-4000-8000-0000000000b1';

export function partHeader(fields: Partial<PartHeader> & Pick<PartHeader, 'id'>): PartHeader {
	return {
		attempt: ATTEMPT,
		lease: LEASE,
		track: 'camera',
		mime: 'video/webm;codecs=vp8,opus',
		startedAt: 1_000_000,
		width: 640,
		height: 480,
		bitsPerSecond: 648_000,
		source: 'fake',
		...fields
	};
}

/** `size` bytes that differ from place to place, so that a swap or a shift shows in the digest. */
export function bytesOf(size: number, seed = 1): ArrayBuffer {
	const bytes = new Uint8Array(size);
	let x = (seed + 1) * 40_503 + 12_345;
	for (let i = 0; i < size; i++) {
		x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
		bytes[i] = x >>> 24;
	}
	return bytes.buffer;
}
