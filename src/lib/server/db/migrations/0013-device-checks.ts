import { sql, type Kysely } from 'kysely';

/** C4: checks under way, for minutes; nothing of them is kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table device_checks (
		id uuid primary key,
		secret_hash text not null unique,
		address text not null,
		expires_at bigint not null
	)`.execute(db);
	await sql`create index on device_checks (expires_at)`.execute(db);
	await sql`create table device_check_parts (
		id uuid primary key,
		check_id uuid not null references device_checks on delete cascade,
		header jsonb not null,
		declared_bytes bigint,
		verified_bytes bigint,
		sha256 text
	)`.execute(db);
	await sql`create index on device_check_parts (check_id)`.execute(db);
}
