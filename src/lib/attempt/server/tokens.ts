// Capabilities of devices (idea 6): a random secret, of which only the SHA-256 is kept. It opens uploads, commands and
// pushes of one attempt, whatever became of the login session.
import { createHash, randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';

const SECRET_BYTES = 32;

export const hashSecret = (secret: string): string =>
	createHash('sha256').update(secret).digest('hex');

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export interface DeviceGrant {
	readonly attempt: string;
	readonly lease: string;
	readonly scope: 'attempt' | 'evidence';
}

export async function issueToken(
	tx: Transaction<Database>,
	grant: DeviceGrant,
	expiresAt: Millis
): Promise<string> {
	const secret = newSecret();
	await tx
		.insertInto('attempt_tokens')
		.values({
			secret_hash: hashSecret(secret),
			attempt_id: grant.attempt,
			lease_id: grant.lease,
			scope: grant.scope,
			expires_at: expiresAt
		})
		.execute();
	return secret;
}

export async function grantOfToken(
	db: Db,
	clock: Clock,
	secret: string
): Promise<DeviceGrant | null> {
	const row = await db
		.selectFrom('attempt_tokens')
		.select(['attempt_id', 'lease_id', 'scope'])
		.where('secret_hash', '=', hashSecret(secret))
		.where('expires_at', '>', clock.now())
		.executeTakeFirst();
	return row ? { attempt: row.attempt_id, lease: row.lease_id, scope: row.scope } : null;
}
