// One device's life with one attempt: capability, state, pushes, outbox, clock. Knows nothing of recording or pages.
import {
	openConnection,
	type Connection,
	type ConnectionState,
	type PushedKey
} from '../../live/browser/connection.ts';
import { createDeviceClock, type DeviceClock } from '../../live/browser/device-clock.ts';
import type { Command, HeardPhone } from '../../live/wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { ChatLine, OwnDetails, OwnLot } from '../device-view.ts';
import { asEvent } from '../command-event.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { projectLocally } from '../local-projection.ts';
import { openOutbox, type Outbox, type OutboxEntry } from '../outbox.ts';
import type { Head } from '../ports.ts';
import {
	drawLot,
	readAttempt,
	readTime,
	sendCommands,
	sendWitness,
	type AttemptAnswer,
	type WitnessOfPart
} from './attempt-api.ts';
import { wholeView, type Keepsake, type KeptAttempt } from './keepsake.ts';

/** Even without a push the state is read this often: a missed one must not strand anybody. */
const READ_EVERY_MS = 15_000;
const SPREAD_READS_MS = 3000;

export interface SessionView {
	/** The server's last word with this device's own commands and the clock on top. */
	readonly state: AttemptState;
	readonly head: Head;
	readonly details: OwnDetails;
	readonly chat: readonly ChatLine[];
	readonly lot: OwnLot | null;
	/** C11: what the phone said last; of this page alone, it is not kept. */
	readonly heardPhone: HeardPhone | null;
	/** Of the server when it said this. */
	readonly epoch: string;
	readonly lease: string;
	readonly connection: ConnectionState;
	/** The server does not know this capability any more; everything is kept here until somebody logs in anew. */
	readonly loginNeeded: boolean;
}

export interface AttemptSession {
	readonly attempt: string;
	readonly lease: string;
	readonly token: string;
	readonly clock: DeviceClock;
	/** Null until the attempt was read once, on this or an earlier page. */
	view(): SessionView | null;
	/** Kept durably, applied here at once, sent when the network is there. @returns the command's id */
	command<T extends DeviceEventType>(
		type: T,
		data: EventData<T>,
		payload?: unknown,
		restMs?: number
	): Promise<string>;
	/** Kept here and not answered yet, in order. */
	pending(): readonly Command[];
	outcomeOf(id: string): OutboxEntry | undefined;
	/** C12: asks the server to turn the number up. */
	drawLot(): Promise<Result<void, ErrorCode>>;
	witness(parts: readonly WitnessOfPart[]): Promise<void>;
	read(): Promise<Result<void, ErrorCode>>;
	wake(): void;
	/** The paper's key as it is pushed (C19), also one that came before anybody listened. */
	onKey(listener: (key: PushedKey) => void): () => void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

/** With what is kept; nothing is read yet. */
export async function startSession(
	keepsake: Keepsake,
	opened: KeptAttempt
): Promise<AttemptSession> {
	const { attempt, lease, token } = opened;
	const clock = createDeviceClock(opened.offsetMs);
	const listeners = new Set<() => void>();
	const keyListeners = new Set<(key: PushedKey) => void>();
	let pushedKey: PushedKey | null = null;
	let heardPhone: HeardPhone | null = null;
	const notify = (): void => listeners.forEach((listener) => listener());
	let kept = { ...opened, view: opened.view && wholeView(opened.view) };
	let connection: ConnectionState = { state: 'connecting' };
	let reading: Promise<Result<void, ErrorCode>> | null = null;
	let changedMeanwhile = false;
	let loginNeeded = false;
	let welcomed = false;
	let spreadTimer: ReturnType<typeof setTimeout> | undefined;

	/** By push or with an answer, whichever is newer. */
	function hear(heard: HeardPhone | null): void {
		if (heard !== null && heard.at >= (heardPhone?.at ?? 0)) heardPhone = heard;
	}

	function take({ state, head, details, chat, lot, epoch, phone }: AttemptAnswer): void {
		hear(phone);
		outbox.epochSeen(epoch);
		// an answer that was overtaken must not turn the page back; a restored server (a new epoch) may
		if (kept.view?.epoch === epoch && head.seq < kept.view.head.seq) return;
		const offsetMs = clock.offset()?.offsetMs ?? kept.offsetMs ?? 0;
		kept = {
			...kept,
			view: { state, head, details, chat, lot, epoch },
			offsetMs,
			usedAt: Date.now()
		};
		// a full disk must not stop the page; the next answer is kept again
		keepsake.put(kept).catch(() => {});
		notify();
	}

	async function readOnce(): Promise<Result<void, ErrorCode>> {
		const sentAt = clock.monotonic();
		const answer = await readAttempt(token);
		const refused = !answer.ok && answer.error === 'token.invalid';
		// out of reach it says nothing about the capability
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

	const outbox: Outbox = await openOutbox({
		store: keepsake.outbox(attempt),
		send: (commands, epoch) => sendCommands(token, commands, epoch, take),
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
		key: (key) => {
			pushedKey = key;
			keyListeners.forEach((listener) => listener(key));
		},
		phone: (heard) => {
			hear(heard);
			notify();
		},
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
		attempt,
		lease,
		token,
		clock,
		view() {
			if (!kept.view) return null;
			const { state, head, details, chat, lot, epoch } = kept.view;
			const pending = outbox.pending().map((command) => ({
				event: asEvent(command),
				clientAt: command.clientAt
			}));
			return {
				state: projectLocally(state, pending, clock.now()),
				head,
				details,
				chat,
				lot,
				heardPhone,
				epoch,
				lease,
				connection,
				loginNeeded
			};
		},
		async command(type, data, payload, restMs) {
			const id = crypto.randomUUID();
			const beside = payload === undefined ? {} : { payload };
			await outbox.add({ id, clientAt: clock.now(), type, data, ...beside } as Command, restMs);
			return id;
		},
		pending: () => outbox.pending(),
		async drawLot() {
			const answer = await drawLot(token);
			if (!answer.ok) return answer;
			take(answer.value);
			return ok(undefined);
		},
		outcomeOf: (id) => outbox.outcomeOf(id),
		async witness(parts) {
			if (parts.length > 0) await sendWitness(token, parts, kept.view?.head ?? null);
		},
		read,
		wake,
		onKey(listener) {
			keyListeners.add(listener);
			if (pushedKey) listener(pushedKey);
			return () => keyListeners.delete(listener);
		},
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
			keyListeners.clear();
		}
	};
}

async function sampleTime(clock: DeviceClock): Promise<void> {
	const sentAt = clock.monotonic();
	const answer = await readTime();
	if (answer.ok)
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: answer.value.now });
}
