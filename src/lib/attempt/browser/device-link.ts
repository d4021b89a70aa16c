// One device's line to one attempt, whichever device it is: capability, clock, socket, outbox, reading again. What the
// server answers is the owner's: it takes and keeps it. Knows nothing of recording or pages.
import {
	openConnection,
	type ConnectionEvents,
	type ConnectionState
} from '../../live/browser/connection.ts';
import { createDeviceClock, type DeviceClock } from '../../live/browser/device-clock.ts';
import type { Command, PhoneReport } from '../../live/wire.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { openOutbox, type OutboxEntry, type OutboxStore, type SentBatch } from '../outbox.ts';
import type { Head } from '../ports.ts';
import { readTime, sendWitness, type WitnessOfPart } from './attempt-api.ts';

/** Even without a push the state is read this often: a missed one must not strand anybody. */
const READ_EVERY_MS = 15_000;
const SPREAD_READS_MS = 3000;

export interface DeviceLinkOptions<A extends { readonly epoch: string; readonly now: Millis }> {
	readonly token: string;
	/** As an earlier page found it (ms). */
	readonly offsetMs: number;
	readonly outbox: OutboxStore;
	read(): Promise<Result<A, ErrorCode>>;
	send(
		commands: readonly Command[],
		epoch: string | null,
		answered: (answer: A) => void
	): Promise<Result<SentBatch, ErrorCode>>;
	/** With every answer, the batch's too. @param offsetMs server time minus device time, as known now */
	answered(answer: A, offsetMs: number): void;
	/** Of the attempt's log, as last seen (C34). */
	head(): Head | null;
	/** Connection, outbox or capability have changed. */
	changed(): void;
	readonly pushed?: Pick<ConnectionEvents, 'key'>;
}

export interface DeviceLink {
	readonly clock: DeviceClock;
	readonly connection: ConnectionState;
	/** The server does not know this capability any more; everything is kept here. */
	readonly revoked: boolean;
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
	/** P5: what the signs of life say from now on. @param atOnce says it now, not with the next one */
	report(report: PhoneReport, atOnce: boolean): void;
	read(): Promise<Result<void, ErrorCode>>;
	/** An answer that came another way. */
	take(answer: { readonly epoch: string }): void;
	wake(): void;
	close(): void;
}

/** With what is kept; nothing is read yet. */
export async function openDeviceLink<A extends { readonly epoch: string; readonly now: Millis }>(
	options: DeviceLinkOptions<A>
): Promise<DeviceLink> {
	const { token, changed, pushed } = options;
	const clock = createDeviceClock(options.offsetMs);
	let connection: ConnectionState = { state: 'connecting' };
	let reading: Promise<Result<void, ErrorCode>> | null = null;
	let changedMeanwhile = false;
	let revoked = false;
	let welcomed = false;
	let spreadTimer: ReturnType<typeof setTimeout> | undefined;

	function answered(answer: A): void {
		outbox.epochSeen(answer.epoch);
		options.answered(answer, clock.offset()?.offsetMs ?? options.offsetMs);
	}

	async function readOnce(): Promise<Result<void, ErrorCode>> {
		const sentAt = clock.monotonic();
		const answer = await options.read();
		const refused = !answer.ok && answer.error === 'token.invalid';
		// out of reach it says nothing about the capability
		if (refused !== revoked && (answer.ok || refused)) {
			revoked = refused;
			changed();
		}
		if (!answer.ok) return answer;
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: answer.value.now });
		answered(answer.value);
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
		store: options.outbox,
		send: (commands, epoch) => options.send(commands, epoch, answered),
		sleep: (ms, woken) =>
			Promise.race([woken, new Promise<void>((resolve) => setTimeout(resolve, ms))]),
		random: Math.random,
		changed
	});

	const pushes = openConnection(token, clock, {
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
		key: (key) => pushed?.key(key),
		stateChanged: (next) => {
			connection = next;
			changed();
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
		clock,
		get connection() {
			return connection;
		},
		get revoked() {
			return revoked;
		},
		async command(type, data, payload, restMs) {
			const id = crypto.randomUUID();
			const beside = payload === undefined ? {} : { payload };
			await outbox.add({ id, clientAt: clock.now(), type, data, ...beside } as Command, restMs);
			return id;
		},
		pending: () => outbox.pending(),
		outcomeOf: (id) => outbox.outcomeOf(id),
		async witness(parts) {
			if (parts.length > 0) await sendWitness(token, parts, options.head());
		},
		report: (report, atOnce) => pushes.report(report, atOnce),
		read,
		take: ({ epoch }) => outbox.epochSeen(epoch),
		wake,
		close() {
			clearInterval(timer);
			clearTimeout(spreadTimer);
			removeEventListener('online', wake);
			pushes.close();
			outbox.stop();
		}
	};
}

async function sampleTime(clock: DeviceClock): Promise<void> {
	const sentAt = clock.monotonic();
	const answer = await readTime();
	if (answer.ok)
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: answer.value.now });
}
