// Whether another device may take the attempt now, and who is asked (C8, C9). Pure; what was heard comes in.
import type { Millis } from '../shared/clock.ts';
import type { AttemptState } from './attempt-state.ts';

/** C8: a device that has said nothing for this long has gone. */
export const DEVICE_SILENT_MS = 30_000;

export type Admission =
	/** there is nobody to be asked */
	| 'open'
	/** the device in charge has gone: in, and on record */
	| 'silence'
	| 'ask';

/** The desktop in charge, null when there is none any more. */
export function liveLease({ lease, leases }: AttemptState): string | null {
	return lease !== null && leases[lease]?.open === true ? lease : null;
}

/** Before entry the first device decides, afterwards a person (C8). */
export const whoDecides = ({ enteredAt }: AttemptState): 'device' | 'staff' =>
	enteredAt === null ? 'device' : 'staff';

/** @param silentSince since when the device in charge may be called silent */
export function admitDevice(state: AttemptState, silentSince: Millis, now: Millis): Admission {
	// only uploading: nothing left to protect, and whoever holds something must get in (C1)
	if (state.ended) return 'open';
	if (mayNotComeBack(state, now)) return 'ask';
	if (liveLease(state) === null) return 'open';
	return now - silentSince >= DEVICE_SILENT_MS ? 'silence' : 'ask';
}

/** C9, where the exam says so: who has left a running interview comes back by a person's leave only. */
const mayNotComeBack = ({ frozen, enteredAt }: AttemptState, now: Millis): boolean =>
	!frozen.rules.mayComeBack && enteredAt !== null && now >= frozen.startsAt;

/** The phone that films or is to, null when there is none. */
export const phoneInCharge = ({ evidence, leases }: AttemptState): string | null =>
	evidence.lease !== null && leases[evidence.lease]?.open === true ? evidence.lease : null;
