import { sql, type Kysely } from 'kysely';

/** The invigilator's room (I1–I5): who is present, what is on the room's record, and what computers say of themselves. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of INVIGILATION) await sql.raw(statement).execute(db);
}

const NOTHING_PREPARED = { prepared: [] };

const INVIGILATION = [
	`update exams set texts = ('${JSON.stringify(NOTHING_PREPARED)}'::jsonb || texts::jsonb)::json`,
	// since when a present invigilator has opened it; null = nobody has been there
	`alter table rooms add column opened_at bigint`,
	`create table room_presence (
		room_id uuid not null references rooms,
		account_id uuid not null references accounts,
		attempt_id uuid,
		heard_at bigint not null,
		primary key (room_id, account_id)
	)`,
	`create table room_log (
		id uuid primary key,
		room_id uuid not null references rooms,
		account_id uuid not null references accounts,
		kind text not null,
		data jsonb not null,
		at bigint not null
	)`,
	`create index room_log_room on room_log (room_id, at)`,
	`create table watched_candidates (
		candidate_id uuid primary key references candidates,
		account_id uuid not null references accounts,
		at bigint not null
	)`,
	// I4: what the id of a form of staff stands for, as a digest
	`create table staff_requests (
		id uuid primary key,
		said text not null,
		at bigint not null
	)`,
	// I5: what an account did, and who looked at a candidate, is asked at each look
	`create index audit_log_target on audit_log (target, at)`,
	`create table desktop_reports (
		attempt_id uuid primary key references attempts,
		lease_id uuid not null,
		heard_at bigint not null,
		report jsonb not null,
		camera_at bigint,
		screen_at bigint
	)`,
	// the furthest line of its log that an attempt's computer has said it was told (I3)
	`create table told_heads (
		attempt_id uuid primary key references attempts,
		seq integer not null
	)`,
	// what is said between a viewer and a device until they have found one another; swept after a minute
	`create table live_signals (
		id bigint generated always as identity primary key,
		viewer uuid not null,
		body jsonb not null,
		at bigint not null
	)`,
	// whatever takes a session or a role away (a page, a script, a person at psql): open sockets are asked again at once
	`create function tell_access() returns trigger language plpgsql as $$
	begin
		perform pg_notify('access', old.account_id::text);
		return null;
	end $$`,
	`create trigger session_over after delete or update on sessions
		for each row execute function tell_access()`,
	`create trigger role_over after delete or update on role_grants
		for each row execute function tell_access()`
];
