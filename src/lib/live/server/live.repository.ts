// What live views ask of the database beside their letters (I2).
import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { LiveDevice } from '../staff-wire.ts';

const LATELY_MS = 10 * 60_000;

/** Of the computer, or the phone, that is in charge of this attempt. */
export async function leaseInCharge(
	db: Db,
	attempt: string,
	device: LiveDevice
): Promise<string | null> {
	const path = device === 'desktop' ? '{lease}' : '{evidence,lease}';
	const row = await db
		.selectFrom('attempts')
		.select(sql<string | null>`state #>> ${path}::text[]`.as('lease'))
		.where('id', '=', attempt)
		.executeTakeFirst();
	return row?.lease ?? null;
}

/** This look is part of one that is on record: a peer that was built anew is no other look. */
export async function viewedLately(
	db: Db,
	{ account, target, now }: { account: string; target: string; now: Millis }
): Promise<boolean> {
	const row = await db
		.selectFrom('audit_log')
		.select('at')
		.where('action', '=', 'live.viewed')
		.where('account_id', '=', account)
		.where('target', '=', target)
		.where('at', '>', now - LATELY_MS)
		.executeTakeFirst();
	return row !== undefined;
}
