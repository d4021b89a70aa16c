import { sql, type Kysely } from 'kysely';

/** Key pairs for hand-in files, and what came of each file (C24). */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql
		.raw(
			`create table exam_keys (
				exam_id uuid primary key references exams,
				id uuid not null unique,
				spki text not null,
				private_wrapped text not null,
				created_at bigint not null
			)`
		)
		.execute(db);
	await sql
		.raw(
			`create table hand_ins (
				id uuid primary key,
				attempt_id uuid not null references attempts,
				account_id uuid references accounts,
				taken_at bigint not null,
				outcome json not null
			)`
		)
		.execute(db);
}
