// Where what is noticed comes together and is told to the log (C34): one incident, one id, its beginning, its end, and
// not too often. Knows nothing of the network, of the page or of who notices. Pure.
import type { Sight } from '../attempt/event-payloads.ts';
import type { IncidentKind } from '../attempt/events.ts';
import type { Track } from '../recording/part.ts';
import type { Clock, Millis } from '../shared/clock.ts';
import { groupOf, isIncident, type Chain, type Incident, type Span } from './assess.ts';
import type { Policy } from './policy.ts';
import { kindPolicy } from './severity.ts';
import { createSignalBook } from './signal-book.ts';
import type { Signal, SignalDesk } from './signal.ts';
import { createWaitingSights } from './waiting-sights.ts';

export interface ToldIncident extends Omit<Incident, 'signals'> {
	/** C30: that has not been told yet. */
	readonly sight: Sight | null;
}

/** Open in the log when this page opened, of an earlier page of this device. */
export interface LeftIncident extends Omit<ToldIncident, 'until' | 'sight'> {
	/** When that page was last known to watch; nobody knows what was after it. */
	readonly until: Millis;
}

export interface IncidentDeskPorts {
	readonly policy: Policy;
	/** Server time as estimated on the device. */
	readonly clock: Clock;
	newId(): string;
	tell(incident: ToldIncident): void;
	readonly left: readonly LeftIncident[];
}

export interface IncidentDesk extends SignalDesk {
	/** What lasts and what was over lately, by the ids by which it is told. */
	incidents(): readonly Incident[];
	/** Every now and then: graces that have run out, and what was held back. */
	look(): void;
	/** Nothing is watched any more: what lasts is over, and told at once. What holds after it begins anew. */
	close(): void;
}

/** Between two tellings of one incident: after the first as long, after each further one as much longer, up to `MOST`. */
const REST_MS = 5000;
const MOST_REST_MS = 30_000;
/** Estimates of the server's time waver by less; when it goes back by more, what was before was wrong. */
const TURNED_BACK_MS = 5000;

/** What the log has of one incident. */
interface Told {
	readonly from: Millis;
	readonly until: Millis | null;
	readonly times: number;
	readonly at: Millis;
	readonly tellings: number;
}

export function createIncidentDesk(ports: IncidentDeskPorts): IncidentDesk {
	const { policy, clock, left, newId, tell } = ports;
	const book = createSignalBook(policy, new Map(left.map(({ id, times }) => [id, times])));
	const told = new Map<string, Told>();
	const sights = createWaitingSights();
	/** The span of each kind and track that holds. */
	const holding = new Map<string, string>();
	let seen: Millis = -Infinity;

	function time(): Millis {
		const at = clock.now();
		const turnedBack = at < seen - TURNED_BACK_MS;
		if (turnedBack) book.notAfter(at);
		seen = turnedBack ? at : Math.max(seen, at);
		return seen;
	}

	// — what is told —

	const idOf = ({ id, signals }: Incident): string => signals.find((one) => told.has(one)) ?? id;

	/** What was told is one, even where its end turns out to have been within its grace. */
	const isOne = (chain: Chain): boolean => told.has(idOf(chain)) || isIncident(chain, policy);

	function isNews(chain: Chain, now: Millis): boolean {
		const before = told.get(idOf(chain));
		if (!before || !isSame(before, chain) || sights.of(chain.signals) !== null) return true;
		return hasGrown(before, chain, now);
	}

	/** Whoever reads the log counts what lasts only as long as it was told: once more when it matters more by that. */
	function hasGrown(before: Told, { kind, from, until }: Chain, now: Millis): boolean {
		const { moreAfterMs } = kindPolicy(policy, kind);
		if (until !== null || moreAfterMs === null) return false;
		return now >= from + moreAfterMs && before.at < from + moreAfterMs;
	}

	function hasRested(chain: Chain, now: Millis): boolean {
		const before = told.get(idOf(chain));
		if (!before || now < before.at) return true;
		return now - before.at >= Math.min(MOST_REST_MS, REST_MS * before.tellings);
	}

	function tellOf(chain: Chain, now: Millis): void {
		const id = idOf(chain);
		const { kind, track, from, until, times, signals } = chain;
		const tellings = (told.get(id)?.tellings ?? 0) + 1;
		const sight = sights.of(signals);
		sights.told(signals);
		told.set(id, { from, until, times, at: now, tellings });
		tell({ id, kind, track, from, until, times, sight });
	}

	/** @param isLast nothing is held back */
	function look(isLast = false): void {
		const now = time();
		for (const chain of book.chains(now)) {
			const one = isOne(chain);
			if (!one || !isNews(chain, now)) forget(chain, now);
			else if (isLast || hasRested(chain, now)) tellOf(chain, now);
			// also of what goes on and on: it is told late, and must not grow
			if (one) sights.drop(book.condense(chain, idOf(chain), now));
		}
	}

	function forget(chain: Chain, now: Millis): void {
		if (!book.forget(chain, now)) return;
		sights.drop(chain.signals);
		for (const id of chain.signals) told.delete(id);
	}

	// — what comes in —

	function begin(span: Span, now: Millis): boolean {
		const begins = book.begin(span, now);
		if (begins) look();
		return begins;
	}

	function hold(kind: IncidentKind, track: Track | null, from: Millis, now: Millis): void {
		const group = groupOf({ kind, track });
		if (holding.has(group)) return;
		const id = newId();
		if (begin({ id, kind, track, from, until: null }, now)) holding.set(group, id);
	}

	function letGo(group: string, now: Millis): void {
		const id = holding.get(group);
		holding.delete(group);
		if (id !== undefined && book.end(id, now, now)) look();
	}

	function signalled({ sight, ...span }: Signal, now: Millis): void {
		if (sight) sights.put(span.id, sight);
		if (!book.knows(span.id)) begin(span, now);
		else if (span.until !== null) book.end(span.id, span.until, now);
		if (book.knows(span.id)) look();
		else sights.drop([span.id]);
	}

	const start = time();
	for (const one of left) {
		const { id, from, times } = one;
		// too short to be looked at: over, and that is all
		if (!book.begin(one, start)) tell({ ...one, until: Math.max(from, one.until), sight: null });
		else told.set(id, { from, until: null, times, at: start, tellings: 1 });
	}

	return {
		holds(kind, holds, { track = null, from } = {}) {
			const now = time();
			if (holds) hold(kind, track, from ?? now, now);
			else letGo(groupOf({ kind, track }), now);
		},
		happened(kind, { track = null, from } = {}) {
			const now = time();
			const at = from ?? now;
			begin({ id: newId(), kind, track, from: at, until: at }, now);
		},
		told: (signal) => signalled(signal, time()),
		incidents: () =>
			book
				.chains(time())
				.filter(isOne)
				.map(({ activeMs: _, ...chain }) => ({ ...chain, id: idOf(chain) })),
		look: () => look(),
		close() {
			const now = time();
			for (const { id } of book.open()) book.end(id, now, now);
			holding.clear();
			look(true);
		}
	};
}

const isSame = (a: Told, b: Chain): boolean =>
	a.from === b.from && a.until === b.until && a.times === b.times;
