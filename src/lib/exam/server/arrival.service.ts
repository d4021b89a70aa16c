// What the entry pages may tell anybody of an exam: its title, its times, whom to call (C1, C5). No names, no rooms.
import { sql, type RawBuilder } from 'kysely';
import {
	entryOpensAt,
	firstLoginClosesAt,
	loginOpensAt,
	type SittingTimes
} from '../../attempt/time-rules.ts';
import type { ExamRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { isOpenAt, type ExamFacts, type SittingFacts } from '../arrival.ts';

export interface Arrivals {
	/** @param address the exam's code, or its id when it has none */
	exam(address: string): Promise<ExamFacts | null>;
	/** With the rules that a device check goes by (C4). */
	checked(address: string): Promise<{ exam: ExamFacts; rules: ExamRules } | null>;
	/** The exam to speak of where no address names one: the only one whose window is open and that is not over. */
	only(): Promise<ExamFacts | null>;
	/** Whom to call about a login that was refused after the password was right. */
	supportPhoneOf(account: string): Promise<string | null>;
}

/** A sitting that ended longer ago is not what somebody at the front page came for. */
const RECENT_MS = 12 * 60 * 60_000;

export function createArrivals({ db, clock }: { db: Db; clock: Clock }): Arrivals {
	async function found(address: string) {
		const [row] = await readExams(
			db,
			sql<boolean>`coalesce(exams.code, exams.id::text) = ${address}`
		);
		return row ? { ...row, sittings: await readSittings(db, row.id, row.rules) } : null;
	}
	return {
		exam: found,
		async checked(address) {
			const row = await found(address);
			if (!row) return null;
			const { rules, id: _id, ...exam } = row;
			return { exam, rules };
		},
		async only() {
			const now = clock.now();
			const recent = sql<boolean>`exists (select from sittings
				where sittings.exam_id = exams.id and ends_at > ${now - RECENT_MS})`;
			const [row, another] = (await readExams(db, recent)).filter((exam) => isOpenAt(exam, now));
			if (!row || another) return null;
			return { ...row, sittings: await readSittings(db, row.id, row.rules) };
		},
		async supportPhoneOf(account) {
			const row = await db
				.selectFrom('accounts')
				.innerJoin('candidates', 'candidates.account_id', 'accounts.id')
				.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
				.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
				.innerJoin('exams', 'exams.id', 'sittings.exam_id')
				.select('exams.texts')
				.where('accounts.account', '=', account)
				.executeTakeFirst();
			return row?.texts.supportPhone ?? null;
		}
	};
}

type ExamRow = Omit<ExamFacts, 'sittings'> & { readonly id: string; readonly rules: ExamRules };

async function readExams(db: Db, which: RawBuilder<boolean>): Promise<ExamRow[]> {
	const rows = await db
		.selectFrom('exams')
		.select(['id', 'code', 'opens_at', 'closes_at', 'texts', 'rules'])
		.where(which)
		.execute();
	return rows.map(({ id, code, opens_at, closes_at, texts, rules }) => ({
		id,
		rules,
		address: code ?? id,
		title: texts.title,
		supportPhone: texts.supportPhone,
		face: rules.face === 'required',
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
