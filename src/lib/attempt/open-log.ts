// An attempt's log while it is being written: events go through the reducer, what is taken becomes a line, its effects
// follow. Pure: whoever opens it keeps lines, payloads and projection together, or nothing of them.
import type { Millis } from '../shared/clock.ts';
import { canonicalJson } from '../shared/digest.ts';
import type { Refusal } from '../shared/errors.ts';
import type { AttemptState } from './attempt-state.ts';
import { entryToldAgain } from './entry-again.ts';
import { chain, payloadDigest, type LogLine } from './event-log.ts';
import type { AttemptEvent } from './events.ts';
import { notLasting } from './incident-transitions.ts';
import { refuseFromLease } from './lease-rules.ts';
import type { Applied, Head } from './ports.ts';
import { seenToldAgain } from './talk-transitions.ts';
import { dueEvents } from './time-rules.ts';
import { transition } from './transition.ts';

/** Lies beside its line and can be erased together with its salt. */
export interface SaltedPayload {
	readonly seq: number;
	readonly salt: string;
	/** RFC 8785 text, as digested. */
	readonly content: string;
}

export interface OpenLog {
	/** Written since it was opened. */
	readonly lines: readonly LogLine[];
	readonly payloads: readonly SaltedPayload[];
	/** What the clock has made due. */
	settle(): void;
	/** Through the reducer, with its effects; @returns why not, if not. */
	take(event: AttemptEvent, clientAt: Millis | null): Refusal | null;
	/** The event as it is taken: one of a device that a restored server is told again says when it happened. */
	asTold(lease: string | null, event: AttemptEvent, clientAt: Millis | null): AttemptEvent;
	/** A device's event: what its lease may not say is refused first. @returns the line it has written, if any */
	takeFrom(
		lease: string | null,
		event: AttemptEvent,
		clientAt: Millis | null
	): { readonly refused: Refusal | null; readonly seq: number | null };
	append(event: AttemptEvent, clientAt: Millis | null): void;
	applied(): Applied;
}

export interface LogOpening {
	readonly attempt: string;
	readonly state: AttemptState;
	readonly head: Head;
	readonly now: Millis;
	/** When the server was restored from a backup, if it was. */
	readonly restoredAt?: Millis | null;
	/** A fresh random text for each payload. */
	salt(): string;
}

export function openLog(opening: LogOpening): OpenLog {
	const { attempt, state: from, head: end, now, restoredAt = null, salt } = opening;
	const lines: LogLine[] = [];
	const payloads: SaltedPayload[] = [];
	let state = from;
	let head = end;

	/** @returns the digest that the line keeps, null when there is nothing beside it */
	function keep(seq: number, payload: unknown): string | null {
		if (payload === null) return null;
		const fresh = salt();
		payloads.push({ seq, salt: fresh, content: canonicalJson(payload) });
		return payloadDigest(fresh, payload);
	}

	function append(event: AttemptEvent, clientAt: Millis | null): void {
		const { type, data } = event;
		const seq = head.seq + 1;
		const payload = keep(seq, event.payload ?? null);
		const line = chain(head.hash, { attempt, seq, type, data, payload, clientAt, serverAt: now });
		lines.push(line);
		head = { seq, hash: line.hash };
	}

	function take(event: AttemptEvent, clientAt: Millis | null): Refusal | null {
		const outcome = transition(state, event, now);
		if (outcome.refused) return outcome.refused;
		state = outcome.state;
		if (!outcome.known) append(event, clientAt);
		for (const effect of outcome.effects) take(effect.append, null);
		return null;
	}

	const asTold: OpenLog['asTold'] = (lease, event, clientAt) => {
		if (lease === null || clientAt === null) return event;
		const lasting = notLasting(state, lease, event, clientAt);
		const entered = entryToldAgain(state, lasting, clientAt, restoredAt);
		return seenToldAgain(state, entered, clientAt, restoredAt);
	};

	return {
		lines,
		payloads,
		take,
		append,
		asTold,
		settle() {
			for (const event of dueEvents(state, now)) take(event, null);
		},
		takeFrom(lease, event, clientAt) {
			const next = head.seq + 1;
			const told = asTold(lease, event, clientAt);
			const refused =
				(lease === null ? null : refuseFromLease(state, lease, event)) ?? take(told, clientAt);
			// what was known already has no line of its own, and effects come after it
			return { refused, seq: head.seq >= next ? next : null };
		},
		applied: () => ({ state, head })
	};
}
