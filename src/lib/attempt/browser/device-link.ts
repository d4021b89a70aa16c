// A device's link to its attempt: capability, clock, pushes, outbox, the server's last word. A computer's and a phone's
// alike: what they ask and what they are told comes in as options. Knows nothing of recording or pages.
import {
	openConnection,
	type Connection,
	type ConnectionState,
	type DeviceReport,
	type LivePush,
	type LiveWord,
	type Push
} from '../../live/browser/connection.ts';
import { createDeviceClock, type DeviceClock } from '../../live/browser/device-clock.ts';
import type { Command } from '../../live/requests.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { openOutbox, type OutboxEntry, type SentBatch } from '../outbox.ts';
import type { Head } from '../ports.ts';
import type { WitnessOfPart } from '../witnessing.ts';
import { readTime, sendWitness, type Echo } from './device-api.ts';
import type { KeptAttempts, KeptDevice } from './kept-attempts.ts';

/** Even without a push the state is read this often: a missed one must not strand anybody. */
const READ_EVERY_MS = 15_000;
const SPREAD_READS_MS = 3000;

/** As much of what a device is told as the link itself goes by. */
export interface Told {
	readonly head: Head;
	/** Of the server when it said this. */
	readonly epoch: string;
}

export interface DeviceLinkOptions<View extends Told, Answer extends Told & { now: Millis }> {
	/** What was kept of this device; the view is as this version of the page knows it. */
	readonly opened: KeptDevice<View>;
	readonly kept: KeptAttempts<View>;
	/** What of an answer is kept, for a page that is opened without a network. */
	viewOf(answer: Answer): View;
	read(token: string, echo: Echo): Promise<Result<Answer, ErrorCode>>;
	/** @param answered told what the server says beside the outcomes, before they are taken */
	send(
		token: string,
		commands: readonly Command[],
		echo: Echo,
		answered: (answer: Answer) => void
	): Promise<Result<SentBatch, ErrorCode>>;
	pushed?(push: Push): void;
	/** Also of an answer that was overtaken by a newer one. */
	heard?(answer: Answer): void;
}

/** @typeParam Report what a device of this kind says of itself */
export interface DeviceLink<View, Answer, Report extends DeviceReport> {
	readonly attempt: string;
	readonly lease: string;
	readonly token: string;
	readonly clock: DeviceClock;
	/** The server's last word, on this or an earlier page; null until there is one. */
	told(): View | null;
	connection(): ConnectionState;
	/** The server does not know this capability any more; everything is kept here until somebody logs in anew. */
	loginNeeded(): boolean;
	epoch(): string | null;
	/** Kept durably, sent when the network is there. @returns the command's id */
	command<T extends DeviceEventType>(
		type: T,
		data: EventData<T>,
		payload?: unknown,
		restMs?: number
	): Promise<string>;
	/** Kept here and not answered yet, in order. */
	pending(): readonly Command[];
	outcomeOf(id: string): OutboxEntry | undefined;
	witness(parts: readonly WitnessOfPart[]): Promise<void>;
	/** A head that came with another acknowledgement: of a part (C34). */
	acknowledged(head: Head): void;
	read(): Promise<Result<void, ErrorCode>>;
	/** An answer that came in another way than by `read`. */
	take(answer: Answer): void;
	/** What the next pings carry; one that tells of another page goes at once (P5). */
	report(report: Report | null): void;
	/** I2: who watches this device, and what it tells them. @returns nobody listens any more */
	onLive(listener: (push: LivePush) => void): () => void;
	sayLive(word: LiveWord): void;
	wake(): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

/** Nothing is read yet. */
export async function openDeviceLink<
	View extends Told,
	Answer extends Told & { now: Millis },
	Report extends DeviceReport
>(options: DeviceLinkOptions<View, Answer>): Promise<DeviceLink<View, Answer, Report>> {
	const { opened, kept: store } = options;
	const { attempt, lease, token } = opened;
	const clock = createDeviceClock(opened.offsetMs);
	const listeners = new Set<() => void>();
	const liveListeners = new Set<(push: LivePush) => void>();
	const notify = (): void => listeners.forEach((listener) => listener());
	let kept = opened;
	let connection: ConnectionState = { state: 'connecting' };
	let reading: Promise<Result<void, ErrorCode>> | null = null;
	let changedMeanwhile = false;
	let loginNeeded = false;
	let welcomed = false;
	let spreadTimer: ReturnType<typeof setTimeout> | undefined;

	function take(answer: Answer): void {
		options.heard?.(answer);
		const { epoch, head } = answer;
		outbox.epochSeen(epoch);
		// an answer that was overtaken must not turn the page back; a restored server (a new epoch) may
		if (kept.view?.epoch === epoch && head.seq < kept.view.head.seq) return;
		const offsetMs = clock.offset()?.offsetMs ?? kept.offsetMs ?? 0;
		const view = options.viewOf(answer);
		kept = { ...withHead(head, epoch), view, offsetMs, usedAt: Date.now() };
		// a full disk must not stop the page; the next answer is kept again
		store.put(kept).catch(() => {});
		notify();
	}

	/** C34: the furthest head of an epoch; a restored server (a new one) begins anew. */
	function withHead({ seq, hash }: Head, epoch: string): KeptDevice<View> {
		const known = kept.head;
		const older = known?.epoch === epoch && seq <= known.seq;
		return older ? kept : { ...kept, head: { seq, hash, epoch } };
	}
	function acknowledged(head: Head, epoch: string | null): void {
		if (epoch === null) return;
		const next = withHead(head, epoch);
		if (next === kept) return;
		kept = next;
		store.put(kept).catch(() => {});
	}
	const epoch = (): string | null => kept.view?.epoch ?? null;
	const echo = (known: string | null): Echo => ({
		epoch: known,
		head: kept.head?.epoch === known ? (kept.head ?? null) : null
	});

	async function readOnce(): Promise<Result<void, ErrorCode>> {
		const sentAt = clock.monotonic();
		const answer = await options.read(token, echo(epoch()));
		const refused = !answer.ok && answer.error === 'token.invalid';
		if (refused !== loginNeeded && (answer.ok || refused)) {
			loginNeeded = refused;
			notify();
		}
		if (!answer.ok) return answer;
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: answer.value.now });
		take(answer.value);
		return ok(undefined);
	}
	const read = (): Promise<Result<void, ErrorCode>> =>
		(reading ??= readOnce().finally(() => (reading = null)));

	/** The answer under way may be older than the change that was just pushed: then it is read once more. */
	async function readChange(): Promise<void> {
		if (changedMeanwhile) return;
		changedMeanwhile = true;
		await reading?.catch(() => {});
		changedMeanwhile = false;
		await read();
	}

	const outbox = await openOutbox({
		store: store.outbox(attempt),
		send: (commands, epoch) => options.send(token, commands, echo(epoch), take),
		sleep: (ms, woken) =>
			Promise.race([woken, new Promise<void>((resolve) => setTimeout(resolve, ms))]),
		random: Math.random,
		changed: notify
	});

	const pushes: Connection = openConnection(token, clock, {
		changed: () => void readChange(),
		welcome: (epoch) => {
			outbox.epochSeen(epoch);
			outbox.wake();
			// a server that was restarted is asked by a whole sitting: not in one moment
			if (welcomed) spreadTimer = setTimeout(() => void read(), Math.random() * SPREAD_READS_MS);
			else void read();
			welcomed = true;
		},
		refused: () => void read(),
		pushed: (push) => {
			options.pushed?.(push);
			notify();
		},
		live: (push) => liveListeners.forEach((listener) => listener(push)),
		stateChanged: (next) => {
			connection = next;
			notify();
		}
	});
	const timer = setInterval(() => void read(), READ_EVERY_MS);
	const wake = (): void => {
		pushes.wake();
		outbox.wake();
		void read();
	};
	addEventListener('online', wake);
	if (clock.offset() === null) void sampleTime(clock);

	return {
		...{ attempt, lease, token, clock, epoch, read, take, wake },
		told: () => kept.view,
		connection: () => connection,
		loginNeeded: () => loginNeeded,
		async command(type, data, payload, restMs) {
			const id = crypto.randomUUID();
			const beside = payload === undefined ? {} : { payload };
			await outbox.add({ id, clientAt: clock.now(), type, data, ...beside } as Command, restMs);
			return id;
		},
		pending: () => outbox.pending(),
		outcomeOf: (id) => outbox.outcomeOf(id),
		async witness(parts) {
			if (parts.length === 0) return;
			const answer = await sendWitness(token, parts, echo(epoch()));
			if (answer.ok && answer.value.head) acknowledged(answer.value.head, answer.value.epoch);
		},
		acknowledged: (head) => acknowledged(head, epoch()),
		report: pushes.report,
		onLive(listener) {
			liveListeners.add(listener);
			return () => liveListeners.delete(listener);
		},
		sayLive: pushes.sayLive,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			clearInterval(timer);
			clearTimeout(spreadTimer);
			removeEventListener('online', wake);
			pushes.close();
			outbox.stop();
			listeners.clear();
			liveListeners.clear();
		}
	};
}

async function sampleTime(clock: DeviceClock): Promise<void> {
	const sentAt = clock.monotonic();
	const answer = await readTime();
	if (answer.ok)
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: answer.value.now });
}
