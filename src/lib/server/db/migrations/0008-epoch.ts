import { sql, type Kysely } from 'kysely';

/** When the present epoch began with a restored backup; null = it never was. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table server_state add column restored_at bigint`.execute(db);
}
