// What live views ask of the database beside their letters (I2).
import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { LiveDevice } from '../staff-wire.ts';

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
