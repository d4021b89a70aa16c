// A device that wants the attempt (C8): asks, comes again while nobody has answered, and goes on by itself once it is in.
// Pure: sending and waiting are ports.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok, type Result } from '../shared/result.ts';

export interface GrantedLease {
	readonly token: string;
	readonly lease: string;
	readonly attempt: string;
}

export interface AskedLease {
	readonly request: string;
	readonly needs: 'device' | 'staff';
	readonly since: Millis;
	/** Somebody said no, or another device has asked since: asked anew only when the person wishes. */
	readonly refused: boolean;
	readonly supportPhone: string;
}

export interface AskingPorts {
	/** @param request what was asked before; null = asks now */
	ask(request: string | null): Promise<Result<GrantedLease | AskedLease, ErrorCode>>;
	/** Waits, or until somebody calls `again`. */
	sleep(ms: number, woken: Promise<void>): Promise<void>;
	show(asked: AskedLease): void;
}

export interface LeaseAsking {
	/** Resolves once it is known; never after `leave`. */
	readonly answer: Promise<Result<GrantedLease, ErrorCode>>;
	/** What is being waited for, null while nothing is. */
	request(): string | null;
	/** After a no: ask once more. */
	again(): void;
	leave(): void;
}

const COME_AGAIN_MS = 2000;
/** Nobody can be asked any more; everything else may be the network, and the page keeps its place. */
const FINAL: readonly ErrorCode[] = ['access.login-required', 'access.denied', 'input.invalid'];

export function askForLease({ ask, sleep, show }: AskingPorts): LeaseAsking {
	let request: string | null = null;
	let left = false;
	let wake = (): void => {};
	const woken = (): Promise<void> => new Promise((resolve) => (wake = resolve));

	async function run(): Promise<Result<GrantedLease, ErrorCode>> {
		for (;;) {
			const answer = await ask(request);
			// who has left hears nothing any more
			if (left) return new Promise(() => {});
			if (!answer.ok) {
				if (request === null || FINAL.includes(answer.error)) return err(answer.error);
				await sleep(COME_AGAIN_MS, woken());
				continue;
			}
			if ('token' in answer.value) return ok(answer.value);
			show(answer.value);
			request = answer.value.refused ? null : answer.value.request;
			await (request === null ? woken() : sleep(COME_AGAIN_MS, woken()));
		}
	}

	return {
		answer: run(),
		request: () => request,
		again: () => wake(),
		leave() {
			left = true;
		}
	};
}
