// The integrity desk of this page, at its attempt: the exam's policy, the outbox, and what an earlier page left open.
import {
	createIncidentDesk,
	type IncidentDesk,
	type IncidentDeskPorts
} from '../../integrity/incident-desk.ts';
import { DEFAULT_POLICY } from '../../integrity/presets.ts';
import { leftOpen, tellIncident } from '../incident-log.ts';
import type { AttemptSession } from './attempt-session.ts';
import { watchedUntil } from './watched-until.ts';

export interface OpenedDesk {
	readonly desk: IncidentDesk;
	/** Every now and then, as long as this page is there. */
	look(): void;
}

export function openIncidentDesk(
	session: Pick<AttemptSession, 'attempt' | 'lease' | 'clock' | 'view' | 'command'>
): OpenedDesk {
	const { attempt, lease, clock } = session;
	const state = session.view()?.state;
	const watched = watchedUntil(attempt);
	const left: IncidentDeskPorts['left'] = state
		? leftOpen(state, lease, watched.earlier, clock.now())
		: [];
	const desk = createIncidentDesk({
		...{ clock, left, policy: state?.frozen.rules.watch ?? DEFAULT_POLICY },
		newId: () => crypto.randomUUID(),
		tell: (incident) => tellIncident(session, incident)
	});
	return {
		desk,
		look() {
			watched.note(clock.now());
			desk.look();
		}
	};
}
