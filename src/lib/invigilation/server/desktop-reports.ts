// What candidates' computers say of themselves (I1): the last word of each, written in batches and announced to every
// process. Of its small pictures the row has the times; who takes those in writes them.
import { sql } from 'kysely';
import {
	startReportBatches,
	type ReportBatches,
	type Said
} from '../../live/server/report-batches.ts';
import type { DesktopReport } from '../../live/device-messages.ts';
import type { Db } from '../../server/db/database.ts';
import { unsynced } from '../../server/db/unsynced.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';

/** On which every process hears that a computer has spoken, or sent a picture; the payload is the attempt's id. */
export const DESKTOP_CHANNEL = 'desktop';

/** Its numbers move all the time, and a wall is read by eye. */
const UNCHANGED_MS = 2000;

export function startDesktopReports(options: {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number | undefined;
}): ReportBatches<DesktopReport> {
	return startReportBatches<DesktopReport>({
		...{ ...options, name: 'desktop reports', unchangedMs: UNCHANGED_MS },
		isNews: (said, written) => said.battery?.charging !== written.battery?.charging,
		write: (said) => writeReports(options.db, said)
	});
}

/**
 * One statement for all of them. Only the lease in charge has a word; an older one never takes the place of a newer. A row
 * that another process is writing is left to it.
 */
async function writeReports(
	db: Db,
	said: readonly Said<DesktopReport>[]
): Promise<ReadonlySet<string>> {
	const column = <K extends 'attempt' | 'lease' | 'at'>(key: K) => said.map((one) => one[key]);
	const reports = said.map(({ report }) => JSON.stringify(report));
	const { rows } = await sql<{ attempt_id: string }>`
		with said as (
			select said.* from unnest(
				${column('attempt')}::uuid[], ${column('lease')}::uuid[], ${column('at')}::bigint[],
				${reports}::text[]
			) as said (attempt, lease, at, report)
			join attempts on attempts.id = said.attempt
			where attempts.state ->> 'lease' = said.lease::text
		),
		free as (
			select row.attempt_id from desktop_reports row join said on said.attempt = row.attempt_id
			for update of row skip locked
		),
		updated as (
			update desktop_reports row set
				camera_at = case when row.lease_id = said.lease then row.camera_at end,
				screen_at = case when row.lease_id = said.lease then row.screen_at end,
				lease_id = said.lease, heard_at = said.at, report = said.report::jsonb
			from said join free on free.attempt_id = said.attempt
			where row.attempt_id = said.attempt and (row.heard_at <= said.at or row.lease_id <> said.lease)
			returning row.attempt_id
		),
		inserted as (
			insert into desktop_reports (attempt_id, lease_id, heard_at, report)
			select attempt, lease, at, report::jsonb from said
			where not exists (select from desktop_reports row where row.attempt_id = said.attempt)
			on conflict (attempt_id) do nothing
			returning attempt_id
		),
		written as (select * from updated union all select * from inserted)
		select attempt_id, pg_notify(${DESKTOP_CHANNEL}, attempt_id::text), ${unsynced} from written`.execute(
		db
	);
	return new Set(rows.map((row) => row.attempt_id));
}
