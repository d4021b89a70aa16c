// The candidate's computer with its attempt: the link of a device, and the attempt as it stands with this device's own
// commands and the clock on top. Knows nothing of recording or pages.
import type { ConnectionState, Push } from '../../live/browser/connection.ts';
import type { HeardPhone } from '../../live/wire.ts';
import type { DesktopReport } from '../../live/device-messages.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ok, type Result } from '../../shared/result.ts';
import { asEvent } from '../command-event.ts';
import { wholeView, type DeviceView } from '../device-view.ts';
import { projectLocally } from '../local-projection.ts';
import { drawLot, readAttempt, sendCommands, type AttemptAnswer } from './attempt-api.ts';
import { openDeviceLink, type DeviceLink } from './device-link.ts';
import type { KeptAttempts, KeptDevice } from './kept-attempts.ts';

/** `state`: the server's last word with this device's own commands and the clock on top. */
export interface SessionView extends DeviceView {
	/** C11: what the phone said last; of this page alone, it is not kept. */
	readonly heardPhone: HeardPhone | null;
	readonly lease: string;
	readonly connection: ConnectionState;
	/** The server does not know this capability any more; everything is kept here until somebody logs in anew. */
	readonly loginNeeded: boolean;
}

export interface AttemptSession extends Omit<
	DeviceLink<DeviceView, AttemptAnswer, DesktopReport>,
	'told' | 'connection' | 'loginNeeded' | 'take'
> {
	/** Null until the attempt was read once, on this or an earlier page. */
	view(): SessionView | null;
	/** C12: asks the server to turn the number up. */
	drawLot(): Promise<Result<void, ErrorCode>>;
	/** The paper's key as it is pushed (C19), also one that came before anybody listened. */
	onKey(listener: (key: PushedKey) => void): () => void;
}

/** The server's `key` message. */
export type PushedKey = Extract<Push, { type: 'key' }>;

/** With what is kept; nothing is read yet. */
export async function startSession(
	kept: KeptAttempts<DeviceView>,
	opened: KeptDevice<DeviceView>
): Promise<AttemptSession> {
	const keyListeners = new Set<(key: PushedKey) => void>();
	let pushedKey: PushedKey | null = null;
	let heardPhone: HeardPhone | null = null;

	/** By push or with an answer, whichever is newer. */
	function hear(heard: HeardPhone | null): void {
		if (heard !== null && heard.at >= (heardPhone?.at ?? 0)) heardPhone = heard;
	}

	function pushed(push: Push): void {
		if (push.type === 'phone') return hear(push.heard);
		pushedKey = push;
		keyListeners.forEach((listener) => listener(push));
	}

	const link = await openDeviceLink<DeviceView, AttemptAnswer, DesktopReport>({
		opened: { ...opened, view: opened.view && wholeView(opened.view) },
		kept,
		viewOf: ({ state, head, details, chat, comments, lot, invigilator, epoch }) => ({
			...{ state, head, details, chat, comments, lot, invigilator, epoch }
		}),
		read: readAttempt,
		send: sendCommands,
		pushed,
		heard: ({ phone }) => hear(phone)
	});

	return {
		...link,
		view() {
			const told = link.told();
			if (!told) return null;
			const pending = link
				.pending()
				.map((command) => ({ event: asEvent(command), clientAt: command.clientAt }));
			return {
				...told,
				state: projectLocally(told.state, pending, link.clock.now()),
				heardPhone,
				lease: link.lease,
				connection: link.connection(),
				loginNeeded: link.loginNeeded()
			};
		},
		async drawLot() {
			const answer = await drawLot(link.token);
			if (!answer.ok) return answer;
			link.take(answer.value);
			return ok(undefined);
		},
		onKey(listener) {
			keyListeners.add(listener);
			if (pushedKey) listener(pushedKey);
			return () => keyListeners.delete(listener);
		},
		close() {
			link.close();
			keyListeners.clear();
		}
	};
}
