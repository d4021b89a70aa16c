import { sql, type Kysely } from 'kysely';

/** C4: who opened a device check when, for some minutes: a check that has ended must still count for its address. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table device_check_openings (
		address text not null,
		opened_at bigint not null
	)`.execute(db);
	await sql`create index on device_check_openings (address, opened_at)`.execute(db);
}
