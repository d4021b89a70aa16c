// The conversation on the candidate's page (C21, I3): what the room shows of it, and what is told of having seen it.
// Each is told once: the projection has this device's own commands, also those that wait for the network or a reload.
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { AttemptSession, SessionView } from '../../attempt/browser/attempt-session.ts';
import type { RoomView } from '../../attempt/ui/room-view.ts';
import { chatView } from '../chat-view.ts';
import { unseenSeq } from '../unread.ts';
import { waitingWarnings } from '../warnings.ts';

type Told = Pick<RoomView, 'chat' | 'seenSeq' | 'warnings'>;

/**
 * A restored server lets fall what this device's clock, some seconds behind, stamps before the restore
 * (`seenToldAgain`): told again at once, it would be let fall again as fast as it answers.
 */
const AGAIN_AFTER_MS = 5000;

export function createAttemptHelp(
	session: Pick<AttemptSession, 'view' | 'pending' | 'command' | 'clock'>
) {
	/** On their way into the outbox, and so not in the projection yet. */
	const telling = new Set<string | number>();
	/** The last line that was told as seen, and when (monotonic). */
	let lastTold = { seq: 0, at: -Infinity };

	const seenSeqOf = ({ seenSeq }: AttemptState): number =>
		session.clock.monotonic() - lastTold.at < AGAIN_AFTER_MS
			? Math.max(seenSeq, lastTold.seq)
			: seenSeq;

	async function once(key: string | number, tell: () => Promise<unknown>): Promise<void> {
		if (telling.has(key)) return;
		telling.add(key);
		await tell().finally(() => telling.delete(key));
	}

	return {
		view: ({ chat, state, connection }: SessionView): Told => ({
			chat: chatView(chat, session.pending(), connection.state === 'connected'),
			seenSeq: seenSeqOf(state),
			warnings: waitingWarnings(chat, state)
		}),
		async see(): Promise<void> {
			const view = session.view();
			const seq = view ? unseenSeq(view.chat, seenSeqOf(view.state)) : 0;
			if (seq === 0) return;
			const { clock } = session;
			lastTold = { seq, at: clock.monotonic() };
			await once(seq, () => session.command('help.seen', { seq, at: clock.now() }));
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
