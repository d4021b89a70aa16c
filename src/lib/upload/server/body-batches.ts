// Reads a request's body in batches for few, large writes. It does not know where they go.
import type { Readable } from 'node:stream';

/** Small enough that a thousand slow uploads fit into memory, large enough that a PATCH of 1 MB takes few writes. */
const BATCH_BYTES = 256 * 1024;

export interface Drained {
	/** The body had more than `room` bytes; what is beyond was not handed on. */
	readonly overflowed: boolean;
}

/**
 * Hands the body to `write`, one batch at a time, in order, while the next one is gathered. Resolves when all of it is
 * written, also when the body was cut off: then with what came. Rejects only with what `write` rejects with.
 * @param room bytes to hand on at most
 */
export function drain(
	body: Readable,
	room: number,
	write: (batch: Buffer[]) => Promise<void>
): Promise<Drained> {
	return new Promise((resolve, reject) => {
		let batch: Buffer[] = [];
		let gathered = 0;
		let left = room;
		let writing = false;
		let ended = false;
		let overflowed = false;

		const settle = (finish: () => void): void => {
			body.off('data', take).off('end', end).off('close', end).off('error', end);
			// a body that fails later must not end the process
			body.on('error', () => {});
			finish();
		};
		const next = (): void => {
			if (writing) return;
			if (gathered >= BATCH_BYTES || (ended && gathered > 0)) {
				const full = batch;
				batch = [];
				gathered = 0;
				writing = true;
				write(full).then(
					() => {
						writing = false;
						next();
					},
					(error: unknown) => settle(() => reject(error as Error))
				);
			} else if (ended) return settle(() => resolve({ overflowed }));
			if (!ended && body.isPaused()) body.resume();
		};
		const take = (chunk: Buffer): void => {
			const kept = chunk.byteLength <= left ? chunk : chunk.subarray(0, left);
			if (kept.byteLength > 0) batch.push(kept);
			gathered += kept.byteLength;
			left -= kept.byteLength;
			overflowed ||= kept.byteLength < chunk.byteLength;
			if (overflowed) end();
			else if (gathered >= BATCH_BYTES) {
				if (writing) body.pause();
				else next();
			}
		};
		const end = (): void => {
			ended = true;
			if (overflowed) body.off('data', take);
			next();
		};
		if (body.destroyed || body.readableEnded) return end();
		body.on('data', take).on('end', end).on('close', end).on('error', end);
	});
}
