import { sql, type Kysely } from 'kysely';

/** What the candidate's whole way needs: the exam's address and window, payloads beside the log, what the clock has due. */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const statement of WHOLE_WAY) await sql.raw(statement).execute(db);
}

/** Exams made before have none of these; they keep their plan. */
const RULES = { mayComeBack: true, face: 'waived', phone: 'waived' };
const EMPTY = { 'zh-CN': '', en: '' };
const TEXTS = { process: [], pledge: EMPTY, notice: EMPTY, helpVideo: null };

const WHOLE_WAY = [
	`alter table exams add column code text unique, add column opens_at bigint, add column closes_at bigint`,
	`update exams set rules = ('${JSON.stringify(RULES)}'::jsonb || rules::jsonb)::json,
		texts = ('${JSON.stringify(TEXTS)}'::jsonb || texts::jsonb)::json`,
	`alter table candidates add column attempt_id uuid not null default gen_random_uuid()`,
	`update candidates set attempt_id = attempts.id from attempts where attempts.candidate_id = candidates.id`,
	`create unique index candidates_attempt on candidates (attempt_id)`,
	`alter table attempts add column due_at bigint`,
	`update attempts set due_at = (state->'frozen'->>'endsAt')::bigint where state->>'ended' is null`,
	`create index attempts_due on attempts (due_at) where due_at is not null`,
	`create table attempt_payloads (
		attempt_id uuid not null,
		seq bigint not null,
		salt text not null,
		content text not null,
		primary key (attempt_id, seq),
		foreign key (attempt_id, seq) references attempt_events
	)`
];
