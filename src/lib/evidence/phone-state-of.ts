// What of an attempt its phone is told. Picked member by member: what is added to an attempt's state stays away from the
// phone until somebody decides otherwise.
import { missingParts, type AttemptState } from '../attempt/attempt-state.ts';
import type { Head } from '../attempt/ports.ts';
import { officialEnd } from '../attempt/time-rules.ts';
import { isTrackOf } from '../recording/part.ts';
import type { PhoneState } from './phone-state.ts';

export interface PhonePlace {
	readonly attempt: string;
	/** The phone that asks; it may have been replaced. */
	readonly lease: string;
	readonly sittingCode: string;
}

/** Without what the answer adds: `epoch`, `now`. */
export type PhoneFacts = Omit<PhoneState, 'epoch' | 'now'>;

export function phoneStateOf(
	state: AttemptState,
	head: Head,
	{ attempt, lease, sittingCode }: PhonePlace
): PhoneFacts {
	const { frozen, evidence } = state;
	const { title, supportPhone } = frozen.texts;
	const own = state.leases[lease];
	const parts = Object.entries(state.parts);
	return {
		attempt,
		lease,
		head,
		exam: { title, kind: frozen.kind, sittingCode, supportPhone },
		startsAt: frozen.startsAt,
		endsAt: officialEnd(state),
		enteredAt: state.enteredAt,
		startedAt: state.startedAt,
		endedAt: state.ended?.at ?? null,
		phone: state.phone,
		inCharge: evidence.lease === lease && own?.open === true,
		unpaired: own?.open === false && (evidence.lease ?? lease) === lease,
		sweepNeeded: frozen.rules.sweep === 'required',
		sweep: evidence.sweep && sweepOf(evidence.sweep),
		encoding: frozen.rules.evidence,
		manifest: own?.manifest ?? false,
		verified: parts.flatMap(([id, part]) => (part.lease === lease && part.verified ? [id] : [])),
		desktopDone: isDesktopDone(state),
		published: state.published
	};
}

const sweepOf = ({ way, sectors, ms, faceShare }: NonNullable<PhoneState['sweep']>) => ({
	...{ way, sectors, ms, faceShare }
});

/** P6: the computer in charge has named all its parts, and those of every computer are here. */
function isDesktopDone(state: AttemptState): boolean {
	if (state.lease === null || state.leases[state.lease]?.manifest !== true) return false;
	return missingParts(state).every((id) => {
		const track = state.parts[id]?.track;
		return track !== undefined && !isTrackOf('desktop', track);
	});
}
