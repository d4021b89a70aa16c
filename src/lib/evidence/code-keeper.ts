// The code on the computer's screen that binds a phone (C11, P1): asked for while one is wanted, replaced in place a
// little before it ends and after it was used, asked for again when that failed. Knows no page and no network.
import { backoffDelay } from '../shared/backoff.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';
import type { Timers } from '../shared/timers.ts';

/** So long before its end a code is replaced: who has just scanned it can still tap. */
export const RENEW_BEFORE_MS = 20_000;
const AGAIN = { firstMs: 2000, maxMs: 30_000 };
/** A server whose codes end at once is not asked without a pause. */
const SHORTEST_MS = 5000;

export interface PairingCode {
	/** In groups, as it is typed. */
	readonly code: string;
	readonly expiresAt: Millis;
}

export interface CodeKeeperPorts {
	readonly clock: Clock;
	readonly timers: Timers;
	readonly random: () => number;
	/** @param replace another phone's place is to be taken (P5) */
	ask(replace: boolean): Promise<Result<PairingCode, ErrorCode>>;
	/** The code is wanted no more. */
	withdraw(): void;
	changed(): void;
}

export interface KeptCode {
	readonly state: 'asking' | 'shown' | 'failed';
	/** A code that has not ended, also while the next one cannot be had. */
	readonly code: PairingCode | null;
	readonly failure: ErrorCode | null;
	readonly replaces: boolean;
}

export interface CodeKeeper {
	/** Null while none is wanted. */
	view(): KeptCode | null;
	/** What a code is wanted for; the same again changes nothing. */
	want(wish: 'bind' | 'replace' | null): void;
	/** A phone has bound itself with it: it is worth nothing any more, and nothing is left to withdraw. */
	used(): void;
	/** The network may be back: what had failed is tried now. */
	wake(): void;
	close(): void;
}

export function createCodeKeeper(ports: CodeKeeperPorts): CodeKeeper {
	let wish: 'bind' | 'replace' | null = null;
	let code: PairingCode | null = null;
	let failure: ErrorCode | null = null;
	let failures = 0;
	/** Counts the wishes: an answer to an earlier one is not shown. */
	let turn = 0;
	let callOff = (): void => {};

	const valid = (): PairingCode | null =>
		code !== null && ports.clock.now() < code.expiresAt ? code : null;

	function later(ms: number): void {
		callOff();
		callOff = ports.timers.after(ms, () => void ask());
	}

	async function ask(): Promise<void> {
		if (wish === null) return;
		const asked = turn;
		// a lost answer must not end the asking
		later(AGAIN.maxMs);
		const answer = await ports.ask(wish === 'replace');
		if (asked !== turn) {
			// made after it was taken back
			if (answer.ok && wish === null) ports.withdraw();
			return;
		}
		if (answer.ok) {
			code = answer.value;
			failure = null;
			failures = 0;
			const left = code.expiresAt - ports.clock.now();
			later(Math.max(SHORTEST_MS, left - RENEW_BEFORE_MS));
		} else {
			failure = answer.error;
			failures++;
			later(backoffDelay(AGAIN, failures, ports.random()));
		}
		ports.changed();
	}

	function reset(): void {
		turn++;
		callOff();
		code = null;
		failure = null;
		failures = 0;
	}

	return {
		view() {
			if (wish === null) return null;
			const shown = valid();
			const state = shown ? 'shown' : failure ? 'failed' : 'asking';
			return { state, code: shown, failure, replaces: wish === 'replace' };
		},
		want(next) {
			if (next === wish) return;
			if (next === null) ports.withdraw();
			reset();
			wish = next;
			if (wish !== null) void ask();
			ports.changed();
		},
		used() {
			reset();
			wish = null;
			ports.changed();
		},
		wake() {
			if (wish !== null && failure !== null) void ask();
		},
		close() {
			turn++;
			callOff();
			wish = null;
		}
	};
}
