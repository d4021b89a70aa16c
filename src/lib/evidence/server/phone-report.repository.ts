// The rows of phone_reports: the last word of each attempt's phone. No decision here but whose word counts.
import { sql } from 'kysely';
import type { HeardPhone, PhoneReport } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import { unsynced } from '../../server/db/unsynced.ts';
import type { Millis } from '../../shared/clock.ts';

/** On which every process hears that a phone has spoken; the payload is the attempt's id. */
export const PHONE_CHANNEL = 'phone';

export interface SaidReport {
	readonly attempt: string;
	readonly lease: string;
	readonly at: Millis;
	/** The log may believe that it films: its silence would be news. */
	readonly filming: boolean;
	readonly report: PhoneReport;
}

/**
 * One statement for all of them. Only the phone in charge has a word; an older one never takes the place of a newer. A row
 * that another process is writing is left to it: nobody waits, the caller may come again.
 * @returns the attempts that were written, and announced on `PHONE_CHANNEL`
 */
export async function writeReports(db: Db, said: readonly SaidReport[]): Promise<Set<string>> {
	const column = <K extends keyof SaidReport>(key: K) => said.map((one) => one[key]);
	const reports = said.map(({ report }) => JSON.stringify(report));
	const { rows } = await sql<{ attempt_id: string }>`
		with said as (
			select said.* from unnest(
				${column('attempt')}::uuid[], ${column('lease')}::uuid[], ${column('at')}::bigint[],
				${column('filming')}::boolean[], ${reports}::text[]
			) as said (attempt, lease, at, filming, report)
			join attempts on attempts.id = said.attempt
			where attempts.state #>> '{evidence,lease}' = said.lease::text
		),
		free as (
			select row.attempt_id from phone_reports row join said on said.attempt = row.attempt_id
			for update of row skip locked
		),
		updated as (
			update phone_reports row set
				picture_at = case when row.lease_id = said.lease then row.picture_at end,
				lease_id = said.lease, heard_at = said.at, filming = said.filming,
				report = said.report::jsonb
			from said join free on free.attempt_id = said.attempt
			where row.attempt_id = said.attempt and (row.heard_at <= said.at or row.lease_id <> said.lease)
			returning row.attempt_id
		),
		inserted as (
			insert into phone_reports (attempt_id, lease_id, heard_at, filming, report)
			select attempt, lease, at, filming, report::jsonb from said
			where not exists (select from phone_reports row where row.attempt_id = said.attempt)
			on conflict (attempt_id) do nothing
			returning attempt_id
		),
		written as (select * from updated union all select * from inserted)
		select attempt_id, pg_notify(${PHONE_CHANNEL}, attempt_id::text), ${unsynced} from written`.execute(
		db
	);
	return new Set(rows.map((row) => row.attempt_id));
}

/** The last word of the phone in charge of each of these attempts, where it has said one. */
export async function heardPhones(
	db: Db,
	attempts: readonly string[]
): Promise<ReadonlyMap<string, HeardPhone>> {
	const rows = await db
		.selectFrom('phone_reports')
		.innerJoin('attempts', 'attempts.id', 'phone_reports.attempt_id')
		.select(['attempt_id', 'heard_at', 'report', 'picture_at'])
		.where('attempt_id', 'in', attempts)
		// what another phone has said is not how this one is
		.where(sql<boolean>`attempts.state #>> '{evidence,lease}' = phone_reports.lease_id::text`)
		.execute();
	return new Map(
		rows.map((row) => [
			row.attempt_id,
			{ at: row.heard_at, report: row.report, pictureAt: row.picture_at }
		])
	);
}

export interface SilentPhone {
	readonly attempt: string;
	readonly lease: string;
	readonly heardAt: Millis;
}

export async function phonesUnheardSince(
	db: Db,
	before: Millis,
	limit: number
): Promise<SilentPhone[]> {
	return db
		.selectFrom('phone_reports')
		.select(['attempt_id as attempt', 'lease_id as lease', 'heard_at as heardAt'])
		.where('filming', '=', true)
		.where('heard_at', '<', before)
		.orderBy('heard_at')
		.limit(limit)
		.execute();
}

/** Its silence is on record. @returns false: it has spoken, or another process was quicker */
export async function settleSilence(db: Db, { attempt, heardAt }: SilentPhone): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('phone_reports')
		.set({ filming: false })
		.where('attempt_id', '=', attempt)
		.where('heard_at', '=', heardAt)
		.where('filming', '=', true)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
