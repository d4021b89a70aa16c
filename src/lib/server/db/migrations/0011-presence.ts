import { sql, type Kysely } from 'kysely';

/** C30: where the comparing of faces stands in the interview, shared by all processes. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table face_presence (
		attempt_id uuid primary key references attempts,
		looked_at bigint not null,
		low integer not null,
		good integer not null,
		low_from bigint,
		lowest double precision,
		incident uuid,
		sealed text
	)`.execute(db);
}
