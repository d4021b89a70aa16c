// Asks the server until it answers: a network that is away and a server that is busy are waited for, and told in words.
// Every other answer is the asker's. Knows no network.
import { backoffDelay } from '../shared/backoff.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { err, type Result } from '../shared/result.ts';
import type { Timers } from '../shared/timers.ts';
import type { FaceAnswer } from './login-ports.ts';

const AGAIN = { firstMs: 1000, maxMs: 8000 };
/** No server is obeyed that asks for more. */
const LONGEST_MS = 30_000;
/** A server that is busy once has only a queue. */
const BUSY_TOLD = 3;

export interface PatiencePorts {
	readonly timers: Timers;
	/** In [0, 1). */
	readonly random: () => number;
	/** Ends all waiting. */
	readonly signal: AbortSignal;
	/** What is being waited for; null: it is over. */
	readonly trouble: (code: ErrorCode | null) => void;
}

export interface Patience {
	/** Null: given up by the signal. */
	ask<T>(question: () => FaceAnswer<T>): Promise<Result<T, ErrorCode> | null>;
	/** Asks again now. */
	wake(): void;
}

export function createPatience({ timers, random, signal, trouble }: PatiencePorts): Patience {
	let wake = (): void => {};

	const pause = (ms: number): Promise<void> =>
		new Promise((resolve) => {
			const callOff = timers.after(ms, () => wake());
			const over = (): void => {
				callOff();
				signal.removeEventListener('abort', over);
				resolve();
			};
			signal.addEventListener('abort', over);
			wake = over;
		});

	async function ask<T>(question: () => FaceAnswer<T>): Promise<Result<T, ErrorCode> | null> {
		for (let failures = 1; !signal.aborted; failures++) {
			const answer = await question();
			if (signal.aborted) break;
			if (answer.ok || !passes(answer.error.code)) {
				trouble(null);
				return answer.ok ? answer : err(answer.error.code);
			}
			const { code, retryAfterMs } = answer.error;
			if (code === 'server.unreachable' || failures >= BUSY_TOLD) trouble(code);
			const asked = Math.min(LONGEST_MS, retryAfterMs);
			await pause(Math.max(asked, backoffDelay(AGAIN, failures, random())));
		}
		return null;
	}

	return { ask, wake: () => wake() };
}

const passes = (code: ErrorCode): boolean =>
	code === 'server.unreachable' || code === 'server.busy';
