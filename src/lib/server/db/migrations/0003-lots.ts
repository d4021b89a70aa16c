import { sql, type Kysely } from 'kysely';

/** The draw of lots (C12): one per room, its leaves, and a roster that nobody can join once it is frozen. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of LOTS) await sql.raw(statement).execute(db);
}

const LOTS = [
	// the attempt's id is known before the attempt begins: the leaf is made of it
	`alter table candidates
		add column if not exists attempt_id uuid not null unique default gen_random_uuid()`,
	`create table lots (
		room_id uuid primary key references rooms,
		frozen_at bigint not null,
		seed_commitment text not null,
		commitment text not null,
		wrapped_seed text not null,
		public_value text,
		public_value_at bigint,
		draw_digest text,
		seed text,
		revealed_at bigint,
		check (num_nulls(public_value, public_value_at, draw_digest) in (0, 3)),
		check (num_nulls(seed, revealed_at) in (0, 2)),
		check (seed is null or public_value is not null)
	)`,
	// who is behind a leaf can be erased (A4), the leaf stays: the draw must remain recomputable
	`create table lot_leaves (
		room_id uuid not null references lots,
		leaf text not null,
		attempt_id uuid unique,
		salt text,
		number integer check (number > 0),
		primary key (room_id, leaf),
		unique (room_id, number)
	)`,
	`create function refuse_late_candidate() returns trigger language plpgsql as $$
		begin
			-- waits for a freeze that is under way, and makes a later one wait for this
			perform 1 from rooms where id in (new.room_id, old.room_id) for key share;
			if exists (select from lots where room_id in (new.room_id, old.room_id)) then
				raise exception 'lot.roster-frozen' using errcode = 'DM001';
			end if;
			return new;
		end $$`,
	`create trigger candidates_into_frozen_roster before insert on candidates
		for each row execute function refuse_late_candidate()`,
	`create trigger candidates_of_frozen_roster before update on candidates
		for each row when (old.room_id <> new.room_id or old.attempt_id <> new.attempt_id)
		execute function refuse_late_candidate()`,
	// what was published stays as it was published
	`create function refuse_another_draw() returns trigger language plpgsql as $$
		begin
			if (old.frozen_at, old.seed_commitment, old.commitment)
					is distinct from (new.frozen_at, new.seed_commitment, new.commitment)
				or (old.public_value is not null
					and (old.public_value, old.public_value_at, old.draw_digest)
						is distinct from (new.public_value, new.public_value_at, new.draw_digest))
				or (old.seed is not null and old.seed is distinct from new.seed) then
				raise exception 'a published draw does not change';
			end if;
			return new;
		end $$`,
	`create trigger lots_stay before update on lots
		for each row execute function refuse_another_draw()`
];
