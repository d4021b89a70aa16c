// Every command of a device waits here until the server has acknowledged it, and is kept until the results are out:
// when the server's epoch changes (a restored backup) everything is offered again. Order is kept; ids make sending
// twice harmless. Pure: storage, sending and waiting are ports.
import type { Command } from '../live/requests.ts';
import { backoffDelay } from '../shared/backoff.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

export interface OutboxEntry {
	readonly command: Command;
	/** Counts up on this device. */
	readonly order: number;
	/** Epoch in which the server acknowledged it; null = not yet. */
	readonly ackEpoch: string | null;
	/** Why it was refused, when it was. */
	readonly refused: ErrorCode | null;
}

export interface OutboxStore {
	/** In their order. */
	all(): Promise<OutboxEntry[]>;
	/** Durable when it resolves. */
	put(entry: OutboxEntry): Promise<void>;
}

export interface SentBatch {
	readonly epoch: string;
	readonly outcomes: readonly { readonly id: string; readonly refused: ErrorCode | null }[];
}

export interface OutboxPorts {
	readonly store: OutboxStore;
	/**
	 * @param epoch the last one known here, null = none. A server in another one takes nothing and says its own: what
	 * it has lost must come before what is new.
	 */
	send(commands: readonly Command[], epoch: string | null): Promise<Result<SentBatch, ErrorCode>>;
	/** Waits, or until somebody calls `wake` of the outbox. */
	readonly sleep: (ms: number, woken: Promise<void>) => Promise<void>;
	random(): number;
	/** Called after each change of what is pending. */
	changed(): void;
}

export interface Outbox {
	/**
	 * Durable when it resolves; sent as soon as possible, or with what comes next. A device without space keeps it in
	 * memory and sends it all the same.
	 * @param restMs how long it may rest here, so that a thousand devices do not say the same thing in one second
	 */
	add(command: Command, restMs?: number): Promise<void>;
	/** Not acknowledged yet, in order. */
	pending(): readonly Command[];
	/** The server's answer to a command; undefined while there is none. */
	outcomeOf(id: string): OutboxEntry | undefined;
	/** The server said which epoch it is in; a new one means: offer everything again. */
	epochSeen(epoch: string): void;
	/** The network may be back. */
	wake(): void;
	stop(): void;
}

const RETRY = { firstMs: 500, maxMs: 8000 };
const BATCH = 50;
/** A request of a Kit route may have 512 kB, and a refused one would be offered for ever: pictures go a few at a time. */
const BATCH_CHARACTERS = 200_000;

export async function openOutbox(ports: OutboxPorts): Promise<Outbox> {
	const entries = new Map((await ports.store.all()).map((entry) => [entry.command.id, entry]));
	let epoch = [...entries.values()].findLast((entry) => entry.ackEpoch !== null)?.ackEpoch ?? null;
	let stopped = false;
	let running = false;
	let wakeUp = (): void => {};

	const isPending = (entry: OutboxEntry): boolean =>
		entry.ackEpoch === null || (epoch !== null && entry.ackEpoch !== epoch);
	const pendingEntries = (): OutboxEntry[] =>
		[...entries.values()].filter(isPending).sort((a, b) => a.order - b.order);

	/** @param known the epoch as it was when the batch left. @returns how many were answered */
	async function acknowledge(
		{ epoch: at, outcomes }: SentBatch,
		known: string | null
	): Promise<number> {
		// a newer one may have been seen while the answer was on its way
		if (epoch === known) epoch = at;
		const done = outcomes.flatMap(({ id, refused }) => {
			const entry = entries.get(id);
			return entry ? [{ ...entry, ackEpoch: at, refused }] : [];
		});
		for (const entry of done) {
			entries.set(entry.command.id, entry);
			// not kept: offered once more after the next start, which is harmless
			await ports.store.put(entry).catch(() => {});
		}
		ports.changed();
		return done.length;
	}

	/** @returns whether anything was answered; if not, waiting comes before the next try */
	async function sendBatch(batch: readonly OutboxEntry[]): Promise<boolean> {
		const known = epoch;
		const sent = await ports
			.send(
				batch.map((entry) => entry.command),
				known
			)
			.catch(() => null);
		return sent?.ok === true && (await acknowledge(sent.value, known)) > 0;
	}

	// between the look at what is pending and `running = false` nothing is awaited, so no `add` is missed
	async function run(): Promise<void> {
		if (running) return;
		running = true;
		let failures = 0;
		while (!stopped) {
			const batch = batchOf(pendingEntries());
			if (batch.length === 0) break;
			const woken = new Promise<void>((resolve) => (wakeUp = resolve));
			if (await sendBatch(batch)) failures = 0;
			else await ports.sleep(backoffDelay(RETRY, ++failures, ports.random()), woken);
		}
		running = false;
	}

	void run();
	return {
		async add(command, restMs = 0) {
			const last = Math.max(-1, ...[...entries.values()].map((entry) => entry.order));
			const entry = { command, order: last + 1, ackEpoch: null, refused: null };
			entries.set(command.id, entry);
			await ports.store.put(entry).catch(() => {});
			ports.changed();
			if (restMs === 0) void run();
			else void ports.sleep(restMs, new Promise(() => {})).then(run);
		},
		pending: () => pendingEntries().map((entry) => entry.command),
		outcomeOf: (id) => {
			const entry = entries.get(id);
			return entry && !isPending(entry) ? entry : undefined;
		},
		epochSeen(seen) {
			if (seen === epoch) return;
			epoch = seen;
			void run();
		},
		wake() {
			wakeUp();
			void run();
		},
		stop() {
			stopped = true;
			wakeUp();
		}
	};
}

/** The first, whatever its size, and what fits beside it. */
function batchOf(entries: readonly OutboxEntry[]): OutboxEntry[] {
	const batch: OutboxEntry[] = [];
	let characters = 0;
	for (const entry of entries.slice(0, BATCH)) {
		characters += JSON.stringify(entry.command).length;
		if (batch.length > 0 && characters > BATCH_CHARACTERS) break;
		batch.push(entry);
	}
	return batch;
}
