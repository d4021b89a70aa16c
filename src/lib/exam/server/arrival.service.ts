// What the entry pages may tell anybody of an exam: its title, its times, whom to call (C1, C5). No names, no rooms.
import { sql, type RawBuilder } from 'kysely';
import {
	entryOpensAt,
	firstLoginClosesAt,
	loginOpensAt,
	type SittingTimes
} from '../../attempt/time-rules.ts';
import type { ExamRules, ExamTexts } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { isOpenAt, type ExamFacts, type SittingFacts } from '../arrival.ts';

export interface Arrivals {
	/** @param address the exam's code, or its id when it has none */
	exam(address: string): Promise<ExamFacts | null>;
	/** The exam to speak of where no address names one: the only one whose window is open and that is not over. */
	only(): Promise<ExamFacts | null>;
	/** Whom to call about a login that was refused after the password was right. */
	supportPhoneOf(account: string): Promise<string | null>;
}

// columns of migration 0002; absent they read as null
const CODE = sql`to_jsonb(exams) ->> 'code'`;
const OPENS_AT = sql`(to_jsonb(exams) ->> 'opens_at')::bigint`;
const CLOSES_AT = sql`(to_jsonb(exams) ->> 'closes_at')::bigint`;

/** A sitting that ended longer ago is not what somebody at the front page came for. */
const RECENT_MS = 12 * 60 * 60_000;

export function createArrivals({ db, clock }: { db: Db; clock: Clock }): Arrivals {
	return {
		async exam(address) {
			const [row] = await readExams(db, sql`where coalesce(${CODE}, exams.id::text) = ${address}`);
			return row ? { ...row, sittings: await readSittings(db, row.id, row.rules) } : null;
		},
		async only() {
			const now = clock.now();
			const recent = sql`where exists (select from sittings
				where sittings.exam_id = exams.id and ends_at > ${now - RECENT_MS})`;
			const [row, another] = (await readExams(db, recent)).filter((exam) => isOpenAt(exam, now));
			if (!row || another) return null;
			return { ...row, sittings: await readSittings(db, row.id, row.rules) };
		},
		async supportPhoneOf(account) {
			const { rows } = await sql<{ phone: string }>`
				select exams.texts ->> 'supportPhone' as phone from accounts
				join candidates on candidates.account_id = accounts.id
				join rooms on rooms.id = candidates.room_id
				join sittings on sittings.id = rooms.sitting_id
				join exams on exams.id = sittings.exam_id
				where accounts.account = ${account} limit 1`.execute(db);
			return rows[0]?.phone ?? null;
		}
	};
}

type ExamRow = Omit<ExamFacts, 'sittings'> & { readonly id: string; readonly rules: ExamRules };

async function readExams(db: Db, where: RawBuilder<unknown>): Promise<ExamRow[]> {
	const { rows } = await sql<{
		id: string;
		code: string | null;
		opens_at: Millis | null;
		closes_at: Millis | null;
		texts: ExamTexts;
		rules: ExamRules;
	}>`select id, ${CODE} as code, ${OPENS_AT} as opens_at, ${CLOSES_AT} as closes_at, texts, rules
		from exams ${where}`.execute(db);
	return rows.map(({ id, code, opens_at, closes_at, texts, rules }) => ({
		id,
		rules,
		address: code ?? id,
		title: texts.title,
		supportPhone: texts.supportPhone,
		opensAt: opens_at,
		closesAt: closes_at
	}));
}

async function readSittings(db: Db, exam: string, rules: ExamRules): Promise<SittingFacts[]> {
	const rows = await db
		.selectFrom('sittings')
		.select(['code', 'kind', 'starts_at as startsAt', 'ends_at as endsAt'])
		.where('exam_id', '=', exam)
		.orderBy('starts_at')
		.execute();
	return rows.map(({ code, kind, ...times }) => ({ code, kind, ...factsOf(times, rules) }));
}

const factsOf = (times: SittingTimes, rules: ExamRules): Omit<SittingFacts, 'code' | 'kind'> => ({
	...times,
	loginOpensAt: loginOpensAt(times, rules),
	entryOpensAt: entryOpensAt(times, rules),
	loginClosesAt: firstLoginClosesAt(times, rules)
});
