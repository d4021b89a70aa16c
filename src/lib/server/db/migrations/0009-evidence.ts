import { sql, type Kysely } from 'kysely';

/** The phone as second camera (佐证): codes that bind one, its last word, and who is let off. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of EVIDENCE) await sql.raw(statement).execute(db);
}

/** Exams made before know no phone: what they would film in is told all the same. */
const RULES = {
	sweep: 'waived',
	evidence: {
		...{ width: 640, height: 480, frameRate: 12 },
		...{ videoBitsPerSecond: 500_000, audioBitsPerSecond: 48_000 }
	}
};

const EVIDENCE = [
	`update exams set rules = ('${JSON.stringify(RULES)}'::jsonb || rules::jsonb)::json`,
	`alter table candidates add column exempt text[] not null default '{}'`,
	`create table pairing_codes (
		code_hash text primary key,
		attempt_id uuid not null references attempts,
		replaces boolean not null,
		created_at bigint not null,
		expires_at bigint not null,
		used_by uuid,
		withdrawn boolean not null default false
	)`,
	`create index pairing_codes_attempt on pairing_codes (attempt_id)`,
	`create table phone_reports (
		attempt_id uuid primary key references attempts,
		lease_id uuid not null,
		heard_at bigint not null,
		filming boolean not null,
		report jsonb not null,
		picture_at bigint
	)`,
	// the watch asks several times a second which filming phones have fallen silent
	`create index phone_reports_filming on phone_reports (heard_at) where filming`
];
