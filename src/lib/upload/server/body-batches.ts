// Reads a request's body in batches for few, large writes. It does not know where they go.
import type { Readable } from 'node:stream';

export interface Drained {
	/** The body had more than `room` bytes; what is beyond was not handed on. */
	readonly overflowed: boolean;
}

export interface DrainLimits {
	/** Bytes to hand on at most. */
	readonly room: number;
	/** Bytes to gather for one write; one further batch may be gathered meanwhile. */
	readonly batchBytes: number;
}

type WriteBatch = (batch: Buffer[]) => Promise<void>;

/**
 * Hands the body to `write`, one batch at a time, in order, while the next one is gathered. Resolves when all of it is
 * written, also when the body was cut off: then with what came. Rejects only with what `write` rejects with.
 */
export function drain(body: Readable, limits: DrainLimits, write: WriteBatch): Promise<Drained> {
	return new Promise((resolve, reject) => {
		new Drain(body, limits, write, { resolve, reject }).begin();
	});
}

interface Outcome {
	resolve(drained: Drained): void;
	reject(error: unknown): void;
}

class Drain {
	readonly #body: Readable;
	readonly #batchBytes: number;
	readonly #write: WriteBatch;
	readonly #outcome: Outcome;
	#room: number;
	#batch: Buffer[] = [];
	#gathered = 0;
	#writing = false;
	#ended = false;
	#overflowed = false;

	constructor(body: Readable, limits: DrainLimits, write: WriteBatch, outcome: Outcome) {
		this.#body = body;
		this.#room = limits.room;
		this.#batchBytes = limits.batchBytes;
		this.#write = write;
		this.#outcome = outcome;
	}

	begin(): void {
		const body = this.#body;
		if (body.destroyed || body.readableEnded) return this.#end();
		body.on('data', this.#take);
		// a body that fails after its end must not end the process: 'error' stays listened to
		body.once('end', this.#end).once('close', this.#end).on('error', this.#end);
	}

	readonly #take = (chunk: Buffer): void => {
		const kept = chunk.byteLength <= this.#room ? chunk : chunk.subarray(0, this.#room);
		this.#overflowed ||= kept.byteLength < chunk.byteLength;
		this.#room -= kept.byteLength;
		this.#gathered += kept.byteLength;
		if (kept.byteLength > 0) this.#batch.push(kept);
		if (this.#overflowed) this.#end();
		else if (this.#gathered >= this.#batchBytes) this.#next();
	};

	readonly #end = (): void => {
		if (this.#ended) return;
		this.#ended = true;
		this.#body.off('data', this.#take);
		this.#next();
	};

	#next(): void {
		const full = this.#gathered >= this.#batchBytes;
		if (this.#writing) {
			if (full) this.#body.pause();
		} else if (full || (this.#ended && this.#gathered > 0)) void this.#flush();
		else if (this.#ended) this.#outcome.resolve({ overflowed: this.#overflowed });
	}

	async #flush(): Promise<void> {
		const batch = this.#batch;
		this.#batch = [];
		this.#gathered = 0;
		this.#writing = true;
		try {
			await this.#write(batch);
		} catch (error) {
			this.#ended = true;
			this.#body.off('data', this.#take);
			return this.#outcome.reject(error);
		}
		this.#writing = false;
		this.#next();
		if (!this.#ended && this.#body.isPaused()) this.#body.resume();
	}
}
