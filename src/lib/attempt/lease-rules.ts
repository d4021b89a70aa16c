// What a device may say: a phone of its evidence and nothing of the interview (C11), and who has been replaced (C8, P5)
// only what is needed to lose nothing.
import { refuse, type Refusal } from '../shared/errors.ts';
import { isTrackOf, type Track } from '../recording/part.ts';
import type { AttemptState, KnownLease } from './attempt-state.ts';
import { mayTellIncident } from './incident-tellers.ts';
import { DESKTOP_EVENTS, PHONE_EVENTS, type AttemptEvent, type EventType } from './events.ts';

/** Naming what it holds, and what happened on it before, stays open to it: nothing recorded may be lost. */
const AFTER_CLOSING: readonly EventType[] = [
	'manifest.closed',
	'incident.noted',
	'incident.commented',
	'paper.opened',
	'question.answered',
	'help.sent',
	'timecode.shown',
	'phone.swept'
];

const NOT_FILMING: readonly EventType[] = ['phone.interrupted', 'phone.stopped'];

/** A phone speaks of its evidence alone; nobody else speaks of it. */
const mayNotSay = (device: KnownLease['device'], type: EventType): boolean => {
	const ofPhone = PHONE_EVENTS.some((one) => one === type);
	const ofDesktop = DESKTOP_EVENTS.some((one) => one === type);
	return device === 'phone' ? !ofPhone : ofPhone && !ofDesktop;
};

function mayNotNotice(device: KnownLease['device'], event: AttemptEvent): boolean {
	if (event.type !== 'incident.noted') return false;
	const { kind, track } = event.data;
	return !mayTellIncident(device, kind) || (track !== null && !isTrackOf(device, track));
}

/** @param lease of the device that asks, from its capability. @returns why not, if not */
export function refuseFromLease(
	state: AttemptState,
	lease: string,
	event: AttemptEvent
): Refusal | null {
	const known = state.leases[lease];
	if (known && mayNotSay(known.device, event.type))
		return refuse('token.wrong-scope', `${event.type} of a ${known.device}`);
	// a restored server may not know the lease; then the computer's word is taken
	if (mayNotNotice(known?.device ?? 'desktop', event))
		return refuse('token.wrong-scope', 'an incident that this device cannot see');
	if (event.type === 'device.checked' && known && known.device !== event.data.device)
		return refuse('token.wrong-scope', 'a check speaks for its own device');
	if (event.type === 'manifest.closed') {
		if (event.data.lease !== lease)
			return refuse('token.wrong-scope', 'a manifest speaks for its own lease');
		// nor by another name: what it declares of a part is held against what arrives
		const foreign = event.data.parts.some(({ id, track }) =>
			[track, state.parts[id]?.track ?? track].some((one) => !ofDevice(one, known?.device))
		);
		if (foreign) return refuse('token.wrong-scope', 'a track of another device');
	}
	if (AFTER_CLOSING.includes(event.type) || known?.open) return null;
	// since when it had not filmed, said by one that staff has unpaired meanwhile; of another's film it knows nothing
	if (NOT_FILMING.includes(event.type) && state.evidence.unpaired?.lease === lease) return null;
	return refuse('attempt.lease-closed', lease);
}

/** A restored server may not know the lease; then the track cannot be held against it. */
const ofDevice = (track: Track, device: KnownLease['device'] | undefined): boolean =>
	device === undefined || isTrackOf(device, track);
