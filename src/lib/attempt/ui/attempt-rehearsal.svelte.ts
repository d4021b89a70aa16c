// The mock's rehearsal on the page that is open here: the network that is cut for a while, the film that was played.
// Which steps are done is rehearsal.ts's to say.
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptSession, SessionView } from '../browser/attempt-session.ts';
import { rehearsalMemory } from '../browser/rehearsal-memory.ts';
import { REHEARSAL_CUT_MS, rehearsalView } from './rehearsal.ts';
import type { RehearsalView } from './room-view.ts';

export interface AttemptRehearsal {
	view(session: SessionView): RehearsalView | null;
	cut(): void;
	filmPlayed(): void;
	close(): void;
}

export function createAttemptRehearsal(
	session: Pick<AttemptSession, 'attempt' | 'clock'>
): AttemptRehearsal {
	const memory = rehearsalMemory(session.attempt);
	let played = $state(memory.played());
	let cutUntil = $state<Millis | null>(null);
	const close = networkCut.subscribe(() => (cutUntil = networkCut.isCut() ? cutUntil : null));
	return {
		view: ({ state, connection }) =>
			rehearsalView({ state, lost: connection.state === 'lost', cutUntil, played }),
		cut() {
			cutUntil = session.clock.now() + REHEARSAL_CUT_MS;
			networkCut.cut(REHEARSAL_CUT_MS);
		},
		filmPlayed() {
			memory.notePlayed();
			played = true;
		},
		close
	};
}
