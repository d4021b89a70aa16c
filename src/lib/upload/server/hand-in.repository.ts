// What the database knows about hand-in files and what they belong to. No decision here.
import type { Place } from '../../accounts/permissions.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { HandInOutcome } from '../hand-in-outcome.ts';

export interface AttemptOwner {
	readonly place: Place;
	readonly name: string;
	readonly admission: string;
	readonly sittingCode: string;
}

export async function ownerOf(db: Db, attempt: string): Promise<AttemptOwner | null> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select([
			'candidates.name',
			'candidates.admission',
			'rooms.id as room',
			'sittings.exam_id as exam',
			'sittings.code as sittingCode'
		])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	const { exam, room, ...owner } = row;
	return { ...owner, place: { exam, room } };
}

/** The capabilities of a lease, expired ones too: a file may be handed in late. */
export async function capabilitiesOf(
	db: Db,
	attempt: string,
	lease: string
): Promise<{ readonly secretHash: string; readonly scope: DeviceGrant['scope'] }[]> {
	const rows = await db
		.selectFrom('attempt_tokens')
		.select(['secret_hash', 'scope'])
		.where('attempt_id', '=', attempt)
		.where('lease_id', '=', lease)
		.execute();
	return rows.map(({ secret_hash: secretHash, scope }) => ({ secretHash, scope }));
}

export async function readOutcome(db: Db, file: string): Promise<HandInOutcome | null> {
	const row = await db
		.selectFrom('hand_ins')
		.select('outcome')
		.where('id', '=', file)
		.executeTakeFirst();
	return row?.outcome ?? null;
}

/** The latest word about a file stands. */
export async function writeOutcome(
	db: Db,
	outcome: HandInOutcome,
	by: { readonly account: string | null; readonly at: Millis }
): Promise<void> {
	const row = { account_id: by.account, taken_at: by.at, outcome: JSON.stringify(outcome) };
	await db
		.insertInto('hand_ins')
		.values({ id: outcome.file, attempt_id: outcome.attempt, ...row })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(row))
		.execute();
}
