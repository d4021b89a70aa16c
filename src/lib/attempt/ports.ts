// What an attempt needs of the world.
import type { Millis } from '../shared/clock.ts';
import type { Refusal } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';

/** The end of an attempt's log; every acknowledgement carries it (C34). */
export interface Head {
	readonly seq: number;
	readonly hash: string;
}

export interface Applied {
	readonly state: AttemptState;
	readonly head: Head;
}

/**
 * The one writer of an attempt. `Tx` is the adapter's transaction, so that rows beside the log change with it.
 */
export interface AttemptWriter<Tx> {
	/**
	 * One transaction under the attempt's row lock: what the clock has made due, then the event, then its effects;
	 * log lines, projection and `alongside` together or not at all. Whoever listens is told after the commit.
	 */
	apply(
		attempt: string,
		event: AttemptEvent,
		options?: {
			readonly clientAt?: Millis | null;
			/** The device that asks: what its lease may not say is refused. */
			readonly lease?: string;
			readonly alongside?: (tx: Tx) => Promise<void>;
		}
	): Promise<Result<Applied, Refusal>>;
}
