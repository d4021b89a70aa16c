// What desktop and phone have in common when they come in: a lease's row, and the capability that goes with it. Who may
// come in is decided before, under the attempt's row lock.
import type { Transaction } from 'kysely';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Database } from '../../server/db/schema.ts';
import { insertLease } from './lease.repository.ts';
import type { DeviceHearing } from './device-hearing.ts';
import { issueToken, type DeviceGrant } from './tokens.ts';

/** Late uploads must get in for as long as anybody may wait for them; closing a sitting revokes earlier. */
const TOKEN_LIFE_MS = 30 * 24 * 3_600_000;

const SCOPES = { desktop: 'attempt', phone: 'evidence' } as const satisfies Record<
	string,
	DeviceGrant['scope']
>;

export interface OpenedLease {
	/** The device's capability, shown to it once. */
	readonly token: string;
	readonly lease: string;
	readonly attempt: string;
}

export interface LeaseOpeningParts {
	readonly clock: Clock;
	readonly log: Log;
	readonly hearing: Pick<DeviceHearing, 'heard'>;
}

/** Idempotent but for the token: a device whose answer was lost gets another one for the same lease. */
export async function openLease(
	{ clock, log, hearing }: LeaseOpeningParts,
	tx: Transaction<Database>,
	opening: {
		readonly attempt: string;
		readonly lease: string;
		readonly device: keyof typeof SCOPES;
		/** SHA-256 of the key that this browser keeps. */
		readonly keyHash: string;
		readonly label: string;
	}
): Promise<OpenedLease> {
	const { attempt, lease, device, keyHash, label } = opening;
	const now = clock.now();
	await insertLease(tx, { id: lease, attempt, device, keyHash, label, now });
	const grant = { attempt, lease, scope: SCOPES[device] };
	const token = await issueToken(tx, grant, now + TOKEN_LIFE_MS);
	hearing.heard(lease);
	log.info({ attempt, lease, device }, 'lease opened');
	return { token, lease, attempt };
}
