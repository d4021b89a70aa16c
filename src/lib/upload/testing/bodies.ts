// Bodies as a network delivers them.
import { Readable } from 'node:stream';

const NETWORK_CHUNK = 60_000;

function* chunksOf(data: Buffer): Generator<Buffer> {
	for (let at = 0; at < data.byteLength; at += NETWORK_CHUNK)
		yield data.subarray(at, at + NETWORK_CHUNK);
}

export const body = (data: Buffer): Readable =>
	Readable.from(chunksOf(data), { objectMode: false });

/** Hands over `data`, then the connection is lost. */
export function cutBody(data: Buffer): Readable {
	return Readable.from(
		(function* () {
			yield* chunksOf(data);
			throw new Error('connection lost');
		})(),
		{ objectMode: false }
	);
}
