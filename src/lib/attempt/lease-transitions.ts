// The reducer's part for leases: one live desktop and one live phone per attempt (C8, P5), and how another one comes in.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';
import type { EventData } from './events.ts';
import { overWithDevice } from './incident-transitions.ts';
import { already, no, yes, type Effect, type Transition } from './outcome.ts';
import { phoneBound, phoneGone } from './phone-transitions.ts';

export function leaseOpened(
	state: AttemptState,
	data: EventData<'lease.opened'>,
	at: Millis
): Transition {
	if (state.leases[data.lease]) return already(state);
	const { lease, device } = data;
	const before = device === 'desktop' ? state.lease : state.evidence.lease;
	const leases = {
		...(before === null ? state.leases : closeLease(state.leases, before)),
		[lease]: { device, open: true, manifest: false }
	};
	// whoever has come in, by whichever way, waits for nobody at the login
	const face = { ...state.face, askedAt: null };
	return device === 'desktop'
		? yes({ ...overWithDevice(state), leases, lease, face, request: null })
		: yes(phoneBound({ ...state, leases }, lease, at));
}

export function leaseClosed(
	state: AttemptState,
	{ lease }: EventData<'lease.closed'>,
	at: Millis
): Transition {
	if (!state.leases[lease]) return no(state, 'attempt.lease-closed', 'no such lease');
	if (!state.leases[lease].open) return already(state);
	const closed = { ...state, leases: closeLease(state.leases, lease) };
	return yes(lease === state.evidence.lease ? phoneGone(closed, at) : closed);
}

function closeLease(leases: AttemptState['leases'], lease: string): AttemptState['leases'] {
	const known = leases[lease];
	return known ? { ...leases, [lease]: { ...known, open: false } } : leases;
}

/** A second login asks; a newer one takes the place of one that nobody has answered. Either way it is an incident. */
export function leaseAsked(
	state: AttemptState,
	{ request }: EventData<'lease.asked'>,
	at: Millis
): Transition {
	if (state.request?.id === request || state.leases[request]) return already(state);
	const incident: Effect = {
		append: {
			type: 'incident.noted',
			data: { kind: 'second-login', from: at, until: at, track: null }
		}
	};
	return yes({ ...state, request: { id: request, at } }, [incident]);
}

/**
 * Before entry the first device decides; after entry only staff, or its silence for 30 s (the server looks at that).
 * Granted, the device that asked becomes the live one in the same transaction.
 */
export function leaseAnswered(
	state: AttemptState,
	{ request, granted, by }: EventData<'lease.answered'>
): Transition {
	if (state.request?.id !== request) return no(state, 'attempt.no-request');
	if (granted && by === 'device' && state.enteredAt !== null)
		return no(state, 'attempt.needs-consent');
	const answered = { ...state, request: null };
	if (!granted) return yes(answered);
	return yes(answered, [
		{ append: { type: 'lease.opened', data: { lease: request, device: 'desktop' } } }
	]);
}
