import { sql, type Kysely } from 'kysely';

/** Sealed papers (C19) and the value by which a wrong master key is noticed. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of PAPERS) await sql.raw(statement).execute(db);
}

const PAPERS = [
	`create table master_key_check (
		singleton boolean primary key default true check (singleton),
		wrapped text not null
	)`,
	`create table papers (
		id uuid primary key,
		sitting_id uuid not null unique references sittings,
		version integer not null check (version > 0),
		sealed bytea not null,
		nonce bytea not null,
		wrapped_key text not null,
		created_at bigint not null
	)`,
	// who opened it when; an attempt's own reading of the key is the condition of C19 and stands here too
	`create table paper_openings (
		paper_id uuid not null references papers,
		version integer not null,
		opened_by text not null,
		attempt_id uuid references attempts,
		account_id uuid references accounts,
		at bigint not null
	)`,
	`create index paper_openings_paper on paper_openings (paper_id, at)`,
	`create trigger paper_openings_append_only before update or delete on paper_openings
		for each row execute function refuse_change()`
];
