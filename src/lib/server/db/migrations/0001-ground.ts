import { sql, type Kysely } from 'kysely';

/** Exams, people, attempts with their log, parts. Foreign keys are plain; deletion (A4) comes with its own migration. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of GROUND) await sql.raw(statement).execute(db);
}

const GROUND = [
	`create table server_state (
		singleton boolean primary key default true check (singleton),
		epoch uuid not null,
		mark bigint not null
	)`,
	`create table exams (
		id uuid primary key,
		rules json not null,
		texts json not null,
		created_at bigint not null
	)`,
	`create table sittings (
		id uuid primary key,
		exam_id uuid not null references exams,
		code text not null unique,
		kind text not null check (kind in ('mock', 'formal')),
		starts_at bigint not null,
		ends_at bigint not null check (ends_at > starts_at),
		published_at bigint,
		created_at bigint not null
	)`,
	`create table rooms (
		id uuid primary key,
		sitting_id uuid not null references sittings,
		name text not null,
		unique (sitting_id, name)
	)`,
	`create table accounts (
		id uuid primary key,
		account text not null unique,
		name text not null,
		password_hash text not null,
		password_expires_at bigint,
		created_at bigint not null
	)`,
	`create table role_grants (
		account_id uuid not null references accounts,
		role text not null,
		exam_id uuid references exams,
		room_id uuid references rooms,
		unique nulls not distinct (account_id, role, exam_id, room_id)
	)`,
	`create table candidates (
		id uuid primary key,
		room_id uuid not null references rooms,
		account_id uuid not null unique references accounts,
		name text not null,
		id_number text not null,
		admission text not null,
		position text not null,
		portrait bytea,
		portrait_type text
	)`,
	`create table attempts (
		id uuid primary key,
		candidate_id uuid not null unique references candidates,
		room_id uuid not null references rooms,
		stage text not null,
		state json not null,
		head_seq bigint not null,
		head_hash text not null,
		created_at bigint not null
	)`,
	`create index attempts_room on attempts (room_id)`,
	`create table attempt_events (
		attempt_id uuid not null references attempts,
		seq bigint not null,
		type text not null,
		data text not null,
		payload_digest text,
		client_at bigint,
		server_at bigint not null,
		previous text not null,
		hash text not null,
		primary key (attempt_id, seq)
	)`,
	// append-only for everybody who comes through the application's role
	`create function refuse_change() returns trigger language plpgsql as
		$$ begin raise exception '% is append-only', tg_table_name; end $$`,
	`create trigger attempt_events_append_only before update or delete on attempt_events
		for each row execute function refuse_change()`,
	`create table attempt_commands (
		attempt_id uuid not null references attempts,
		id uuid not null,
		outcome text not null,
		seq bigint,
		at bigint not null,
		primary key (attempt_id, id)
	)`,
	`create table leases (
		id uuid primary key,
		attempt_id uuid not null references attempts,
		device text not null check (device in ('desktop', 'phone')),
		label text not null,
		opened_at bigint not null
	)`,
	`create table attempt_tokens (
		secret_hash text primary key,
		attempt_id uuid not null references attempts,
		lease_id uuid not null references leases,
		scope text not null check (scope in ('attempt', 'evidence')),
		expires_at bigint not null
	)`,
	`create table parts (
		id uuid primary key,
		attempt_id uuid not null references attempts,
		lease_id uuid not null references leases,
		track text not null check (track in ('camera', 'screen', 'evidence')),
		mime text not null,
		started_at bigint not null,
		width integer not null,
		height integer not null,
		bits_per_second integer not null,
		source text not null,
		announced_at bigint not null,
		declared_bytes bigint,
		verified_bytes bigint,
		sha256 text,
		verified_at bigint,
		duration_ms bigint,
		seekable_at bigint,
		remux_tries integer not null default 0,
		remux_error text
	)`,
	`create index parts_attempt on parts (attempt_id)`,
	`create index parts_to_remux on parts (verified_at) where verified_at is not null and seekable_at is null`,
	`create table witnesses (
		part_id uuid not null,
		attempt_id uuid not null references attempts,
		bytes bigint not null,
		sha256 text not null,
		client_at bigint not null,
		server_at bigint not null,
		primary key (part_id, bytes)
	)`,
	`create index witnesses_attempt on witnesses (attempt_id)`,
	`create table sessions (
		secret_hash text primary key,
		account_id uuid not null references accounts,
		created_at bigint not null,
		expires_at bigint not null,
		address text not null
	)`,
	`create table login_tries (key text not null, at bigint not null)`,
	`create index login_tries_key on login_tries (key, at)`,
	`create table audit_log (
		id bigserial primary key,
		at bigint not null,
		account_id uuid references accounts,
		action text not null,
		target text not null,
		address text not null
	)`,
	`create trigger audit_log_append_only before update or delete on audit_log
		for each row execute function refuse_change()`
];
