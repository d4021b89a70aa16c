// The hand-in file of the attempt that is open here (C24).
import type { Vault } from '../../recording/ports.ts';
import { handInName } from '../../upload/hand-in-name.ts';
import { createHandIn } from '../../upload/ui/hand-in-controller.svelte.ts';
import type { HandInState } from '../../upload/ui/hand-in-state.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';

export interface AttemptHandIn {
	/** Null where the exam has no key for it. */
	readonly state: HandInState | null;
	/** Call inside a click. */
	start(): void;
}

export function createAttemptHandIn(session: AttemptSession, vault: Vault): AttemptHandIn {
	const opened = session.view();
	const key = opened?.state.frozen.handInKey ?? null;
	const { attempt, lease, token } = session;
	const { sittingCode = '', admission = '' } = opened?.details ?? {};
	const made = createHandIn({
		...{ vault, attempt, lease, token, key },
		name: () => handInName(sittingCode, admission, today(session.clock.now())),
		commands: () => session.pending(),
		now: () => session.clock.now()
	});
	return {
		get state() {
			return key ? made.state : null;
		},
		start: made.start
	};
}

/** In the candidate's own zone. */
const today = (now: number): string =>
	new Date(now).toLocaleDateString('sv-SE').replaceAll('-', '');
