// The candidate's computer with one attempt: the device's link, and what this page is told of it: state, details, talk,
// lot. Knows nothing of recording or pages.
import type { ConnectionState, PushedKey } from '../../live/browser/connection.ts';
import type { DeviceClock } from '../../live/browser/device-clock.ts';
import type { Command } from '../../live/wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { ChatLine, OwnDetails, OwnLot } from '../device-view.ts';
import { asEvent } from '../command-event.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { projectLocally } from '../local-projection.ts';
import type { OutboxEntry } from '../outbox.ts';
import type { Head } from '../ports.ts';
import {
	drawLot,
	readAttempt,
	sendCommands,
	type AttemptAnswer,
	type WitnessOfPart
} from './attempt-api.ts';
import { openDeviceLink, type DeviceLink } from './device-link.ts';
import { wholeView, type Keepsake, type KeptAttempt } from './keepsake.ts';

export interface SessionView {
	/** The server's last word with this device's own commands and the clock on top. */
	readonly state: AttemptState;
	readonly head: Head;
	readonly details: OwnDetails;
	readonly chat: readonly ChatLine[];
	readonly lot: OwnLot | null;
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
	const listeners = new Set<() => void>();
	const keyListeners = new Set<(key: PushedKey) => void>();
	let pushedKey: PushedKey | null = null;
	const notify = (): void => listeners.forEach((listener) => listener());
	let kept = { ...opened, view: opened.view && wholeView(opened.view) };

	function take(answer: AttemptAnswer, offsetMs: number): void {
		const { state, head, details, chat, lot, epoch } = answer;
		// an answer that was overtaken must not turn the page back; a restored server (a new epoch) may
		if (kept.view?.epoch === epoch && head.seq < kept.view.head.seq) return;
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

	const link: DeviceLink = await openDeviceLink<AttemptAnswer>({
		token,
		offsetMs: opened.offsetMs ?? 0,
		outbox: keepsake.outbox(attempt),
		read: () => readAttempt(token),
		send: (commands, epoch, answered) => sendCommands(token, commands, epoch, answered),
		answered: take,
		head: () => kept.view?.head ?? null,
		changed: notify,
		pushed: {
			key: (key) => {
				pushedKey = key;
				keyListeners.forEach((listener) => listener(key));
			}
		}
	});
	const { clock, command, pending, outcomeOf, witness, read, wake } = link;

	return {
		...{ attempt, lease, token, clock, command, pending, outcomeOf, witness, read, wake },
		view() {
			if (!kept.view) return null;
			const { state, head, details, chat, lot, epoch } = kept.view;
			const said = pending().map((one) => ({ event: asEvent(one), clientAt: one.clientAt }));
			return {
				state: projectLocally(state, said, clock.now()),
				...{ head, details, chat, lot, epoch, lease },
				connection: link.connection,
				loginNeeded: link.revoked
			};
		},
		async drawLot() {
			const answer = await drawLot(token);
			if (!answer.ok) return answer;
			link.take(answer.value);
			take(answer.value, clock.offset()?.offsetMs ?? kept.offsetMs ?? 0);
			return ok(undefined);
		},
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
			link.close();
			listeners.clear();
			keyListeners.clear();
		}
	};
}
