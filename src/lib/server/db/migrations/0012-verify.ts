import { sql, type Kysely } from 'kysely';

/** C34: the installation's signing key, and the root of each sitting that was closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of VERIFY) await sql.raw(statement).execute(db);
}

const VERIFY = [
	`create table signing_key (
		singleton boolean primary key default true check (singleton),
		public text not null,
		private_wrapped text not null,
		created_at bigint not null
	)`,
	`create table sitting_roots (
		sitting_id uuid primary key references sittings,
		closed_at bigint not null,
		count integer not null,
		root text not null,
		signature text not null
	)`,
	// whose head it was can be erased (A4), the head stays: the others' paths lead past it
	`create table sitting_heads (
		sitting_id uuid not null references sitting_roots,
		place integer not null,
		attempt_id uuid unique,
		seq bigint not null,
		hash text not null,
		primary key (sitting_id, place)
	)`,
	// what was published stays as it was published
	`create trigger sitting_roots_stay before update or delete on sitting_roots
		for each row execute function refuse_change()`,
	`create trigger sitting_heads_stay before delete on sitting_heads
		for each row execute function refuse_change()`,
	`create trigger sitting_heads_unchanged before update on sitting_heads
		for each row when (
			(old.sitting_id, old.place, old.seq, old.hash) is distinct from
				(new.sitting_id, new.place, new.seq, new.hash)
			or new.attempt_id is not null
		) execute function refuse_change()`
];
