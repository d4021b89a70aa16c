// When the last small picture of each track came, and which lease may send it. A computer's times stand in
// desktop_reports, a phone's in phone_reports. No decision here but whose picture counts.
import { sql, type RawBuilder } from 'kysely';
import { PHONE_CHANNEL } from '../../evidence/server/phone-report.repository.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import { unsynced } from '../../server/db/unsynced.ts';
import type { Millis } from '../../shared/clock.ts';
import type { DesktopPicture } from '../small-picture.ts';
import type { PictureTrack } from '../staff-wire.ts';
import type { DesktopReport } from '../device-messages.ts';

/** On which every process hears that a picture has come; the payload is attempt, track and time. */
export const PICTURE_CHANNEL = 'picture';

type Sender = Pick<DeviceGrant, 'attempt' | 'lease'>;

/** A picture may be the first that is heard of a computer; its own word follows in a moment. */
const NOTHING_SAID: DesktopReport = {
	...{ battery: null, savedTo: null, safeTo: null },
	...{ backlogBytes: 0, roundTripMs: null }
};

const leaseOf = (track: PictureTrack): RawBuilder<string | null> =>
	track === 'evidence'
		? sql`attempts.state #>> '{evidence,lease}'`
		: sql`attempts.state ->> 'lease'`;

const timeOf = (track: PictureTrack): { table: RawBuilder<unknown>; at: RawBuilder<unknown> } =>
	track === 'evidence'
		? { table: sql.table('phone_reports'), at: sql.ref('picture_at') }
		: { table: sql.table('desktop_reports'), at: sql.ref(`${track}_at`) };

/** @returns null: there is no such attempt, or another device is in charge; `at` of this lease's last one */
export async function standingOf(
	db: Db,
	{ attempt, lease }: Sender,
	track: PictureTrack
): Promise<{ readonly at: Millis | null } | null> {
	const { table, at } = timeOf(track);
	const { rows } = await sql<{ at: Millis | null }>`
		select (select ${at} from ${table} where attempt_id = ${attempt} and lease_id = ${lease}) as at
		from attempts where id = ${attempt} and ${leaseOf(track)} = ${lease}`.execute(db);
	return rows[0] ?? null;
}

/** Announced to every process; a phone's also to its desktop, once the phone has a row (it reports every other second). */
export async function noteTaken(
	db: Db,
	sender: Sender,
	track: PictureTrack,
	at: Millis
): Promise<void> {
	const told = track === 'evidence' ? phoneTold(sender, at) : desktopTold(sender, track, at);
	const payload = `${sender.attempt} ${track} ${String(at)}`;
	await sql`with told as (${told})
		select pg_notify(${PICTURE_CHANNEL}, ${payload}),
			case when ${track === 'evidence'}::boolean then pg_notify(${PHONE_CHANNEL}, attempt_id::text) end,
			${unsynced}
		from told`.execute(db);
}

const phoneTold = ({ attempt, lease }: Sender, at: Millis): RawBuilder<unknown> => sql`
	update phone_reports set picture_at = ${at}
	where attempt_id = ${attempt} and lease_id = ${lease} returning attempt_id`;

/** What another computer said, or showed, before this one took its place is gone. */
function desktopTold(
	{ attempt, lease }: Sender,
	track: DesktopPicture,
	at: Millis
): RawBuilder<unknown> {
	const [own, other] = [
		sql.ref(`${track}_at`),
		sql.ref(track === 'camera' ? 'screen_at' : 'camera_at')
	];
	return sql`
		insert into desktop_reports as row (attempt_id, lease_id, heard_at, report, ${own})
		select id, ${lease}::uuid, ${at}, ${JSON.stringify(NOTHING_SAID)}::jsonb, ${at}
		from attempts where id = ${attempt} and state ->> 'lease' = ${lease}
		on conflict (attempt_id) do update set
			${own} = excluded.${own},
			${other} = case when row.lease_id = excluded.lease_id then row.${other} end,
			heard_at = case when row.lease_id = excluded.lease_id then row.heard_at else excluded.heard_at end,
			report = case when row.lease_id = excluded.lease_id then row.report else excluded.report end,
			lease_id = excluded.lease_id
		returning attempt_id`;
}

/** When the last one of the device in charge came; null = it has sent none. */
export async function pictureAt(
	db: Db,
	attempt: string,
	track: PictureTrack
): Promise<Millis | null> {
	const { table, at } = timeOf(track);
	const { rows } = await sql<{ at: Millis | null }>`
		select ${at} as at from ${table} said join attempts on attempts.id = said.attempt_id
		where attempts.id = ${attempt} and said.lease_id::text = ${leaseOf(track)}`.execute(db);
	return rows[0]?.at ?? null;
}

/** Of these attempts, those that are not over since `before`. */
export async function underWaySince(
	db: Db,
	attempts: readonly string[],
	before: Millis
): Promise<ReadonlySet<string>> {
	const { rows } = await sql<{ id: string }>`
		select id from attempts where id = any(${attempts}::uuid[])
		and coalesce((state #>> '{ended,at}')::bigint > ${before}, true)`.execute(db);
	return new Set(rows.map(({ id }) => id));
}

export async function forgetTimes(db: Db, attempts: readonly string[]): Promise<void> {
	await db
		.updateTable('desktop_reports')
		.set({ camera_at: null, screen_at: null })
		.where('attempt_id', 'in', attempts)
		.execute();
	await db
		.updateTable('phone_reports')
		.set({ picture_at: null })
		.where('attempt_id', 'in', attempts)
		.execute();
}
