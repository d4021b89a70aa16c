import { sql, type Kysely } from 'kysely';

/** Logging in by face: what is under way before there is a session, payloads that the master key keeps closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of IDENTITY) await sql.raw(statement).execute(db);
}

const NO_CONSENT = { consent: { 'zh-CN': '', en: '' } };

const IDENTITY = [
	`update exams set texts = ('${JSON.stringify(NO_CONSENT)}'::jsonb || texts::jsonb)::json`,
	`alter table attempt_payloads add column sealed boolean not null default false`,
	`alter table sessions add column way text not null default 'password'`,
	`create table face_logins (
		id uuid primary key,
		candidate_id uuid not null references candidates on delete cascade,
		secret_hash text not null unique,
		address text not null,
		created_at bigint not null,
		expires_at bigint not null,
		session_at bigint
	)`,
	`create index face_logins_candidate on face_logins (candidate_id)`,
	`create table face_challenges (
		id uuid primary key,
		login_id uuid not null references face_logins on delete cascade,
		steps text[] not null,
		issued_at bigint not null,
		expires_at bigint not null,
		settled boolean not null default false
	)`,
	`create index face_challenges_login on face_challenges (login_id)`,
	`create table face_frames (
		challenge_id uuid not null references face_challenges on delete cascade,
		n integer not null,
		received_at bigint not null,
		sealed text not null,
		primary key (challenge_id, n)
	)`,
	`create table face_prints (
		attempt_id uuid not null references attempts,
		check_id uuid not null,
		n integer not null,
		sha256 text not null,
		sealed text not null,
		primary key (check_id, n)
	)`,
	`create index face_prints_attempt on face_prints (attempt_id)`
];
