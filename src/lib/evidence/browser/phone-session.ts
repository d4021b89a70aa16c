// The phone's link to its attempt: what it keeps, reads and may say. Its database is not the candidate's: neither takes
// the other's capability, though both be in one browser.
import { openDeviceLink, type DeviceLink } from '../../attempt/browser/device-link.ts';
import {
	openKeptAttempts,
	type KeptAttempts,
	type KeptDevice
} from '../../attempt/browser/kept-attempts.ts';
import type { HeardParts } from '../../attempt/heard-parts.ts';
import type { PhoneReport } from '../../live/wire.ts';
import type { PhoneState } from '../phone-state.ts';
import { PHONE_DATABASE } from './kept-phone-glance.ts';
import { readPhone, sendPhoneCommands } from './evidence-api.ts';

export type KeptPhone = KeptDevice<PhoneState>;
export type PhoneSession = DeviceLink<PhoneState, PhoneState, PhoneReport>;

/** Of its recordings. */
export const PHONE_RECORDINGS = 'duimian-evidence-recordings';

export const openKeptPhones = (): Promise<KeptAttempts<PhoneState>> =>
	openKeptAttempts<PhoneState>(PHONE_DATABASE);

/** With what is kept; nothing is read yet. */
export const openPhoneSession = (
	kept: KeptAttempts<PhoneState>,
	opened: KeptPhone
): Promise<PhoneSession> =>
	openDeviceLink<PhoneState, PhoneState, PhoneReport>({
		...{ kept, opened, read: readPhone, send: sendPhoneCommands },
		viewOf: (answer) => answer
	});

/** What the server is heard to have of this phone. */
export function heardOfPhone(state: PhoneState | null): HeardParts | null {
	if (!state) return null;
	const verified = new Set(state.verified);
	return {
		epoch: state.epoch,
		isVerified: (part) => verified.has(part),
		// what it has verified and was named is all that is asked; the rest is said again, which is harmless
		isNamed: (parts) => state.manifest && parts.every(({ id }) => verified.has(id))
	};
}
