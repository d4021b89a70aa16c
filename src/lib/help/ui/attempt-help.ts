// The conversation on the candidate's page (C21, I3): what the room shows of it, and what is told of having seen it.
// Each is told once: the projection has this device's own commands, also those that wait for the network or a reload.
import type { AttemptSession, SessionView } from '../../attempt/browser/attempt-session.ts';
import type { RoomView } from '../../attempt/ui/room-view.ts';
import { chatView } from '../chat-view.ts';
import { unseenSeq } from '../unread.ts';
import { waitingWarnings } from '../warnings.ts';

type Told = Pick<RoomView, 'chat' | 'seenSeq' | 'warnings'>;

export function createAttemptHelp(
	session: Pick<AttemptSession, 'view' | 'pending' | 'command' | 'clock'>
) {
	/** On their way into the outbox, and so not in the projection yet. */
	const telling = new Set<string | number>();

	async function once(key: string | number, tell: () => Promise<unknown>): Promise<void> {
		if (telling.has(key)) return;
		telling.add(key);
		await tell().finally(() => telling.delete(key));
	}

	return {
		view: ({ chat, state, connection }: SessionView): Told => ({
			chat: chatView(chat, session.pending(), connection.state === 'connected'),
			seenSeq: state.seenSeq,
			warnings: waitingWarnings(chat, state)
		}),
		async see(): Promise<void> {
			const view = session.view();
			const seq = view ? unseenSeq(view.chat, view.state.seenSeq) : 0;
			if (seq > 0)
				await once(seq, () => session.command('help.seen', { seq, at: session.clock.now() }));
		},
		async acknowledge(id: string): Promise<void> {
			const view = session.view();
			if (view?.state.warnings[id]?.acknowledgedAt === null)
				await once(id, () =>
					session.command('warning.acknowledged', { id, at: session.clock.now() })
				);
		}
	};
}
