// What the upload loop of a device needs of the world.
import type { Head } from '../attempt/ports.ts';
import type { Refusal } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

export interface SendEvents {
	/** The server has synced this many bytes of the part. */
	acked(bytes: number): void;
}

/** Sends one part after another run if need be; the vault keeps how far it came. */
export interface PartUploader {
	/**
	 * Sends a part as it grows, until the server has verified it, something fails, or `signal` aborts. The caller holds
	 * the lock `up:<part>`. @returns the head of the attempt's log; null when the part had been verified before
	 */
	send(
		part: string,
		signal: AbortSignal,
		events: SendEvents
	): Promise<Result<Head | null, Refusal>>;
	/** Everything that waits for more bytes goes off now. */
	flush(): void;
}

export interface Connectivity {
	/** False only when the device is sure to have no network. */
	online(): boolean;
	/** @returns a function that ends the watching */
	onChange(listener: () => void): () => void;
}
