// Who shows a face: the candidate on the roster, the exam they come for, how their attempt stands. No decision here.
import { sql, type SelectQueryBuilder } from 'kysely';
import { wholeState, type FaceFacet } from '../../attempt/attempt-state.ts';
import { withExemptions } from '../../attempt/exemptions.ts';
import { wholeRules, type Text } from '../../attempt/rules.ts';
import { stepsAfterLogin } from '../../attempt/stage.ts';
import { isOpenAt } from '../../exam/arrival.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { consentText, consentVersion } from '../consent.ts';

export interface FaceCandidate {
	readonly id: string;
	readonly account: string;
	readonly admission: string;
	readonly idNumber: string;
	/** The exam, or this candidate, does without a face; or there is no photo to compare it with. */
	readonly isExempt: boolean;
	/** Null: not begun. */
	readonly attempt: string | null;
	readonly face: FaceFacet | null;
	/** What is asked before any use of the face, and its version. */
	readonly text: Text;
	readonly version: string;
	readonly exam: {
		readonly address: string;
		readonly title: Text;
		readonly kind: 'mock' | 'formal';
		readonly supportPhone: string;
		readonly sittingCode: string;
		/** Of the candidate's way, the login among them. */
		readonly steps: number;
	};
}

export async function faceCandidate(db: Db, id: string): Promise<FaceCandidate | null> {
	const row = await candidates(db).where('candidates.id', '=', id).executeTakeFirst();
	return row ? candidateOf(row) : null;
}

/** @param exam its address; null: of all whose window is open */
export async function candidatesAdmitted(
	db: Db,
	admission: string,
	exam: string | null,
	now: Millis
): Promise<FaceCandidate[]> {
	const rows = await candidates(db)
		.where('candidates.admission', '=', admission)
		.$if(exam !== null, (query) => query.where(ADDRESS, '=', exam ?? ''))
		.execute();
	return rows
		.filter(({ opensAt, closesAt }) => exam !== null || isOpenAt({ opensAt, closesAt }, now))
		.map(candidateOf);
}

const ADDRESS = sql<string>`coalesce(exams.code, exams.id::text)`;

const candidates = (db: Db) =>
	db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['candidates.id', 'candidates.account_id', 'candidates.admission'])
		.select(['candidates.id_number', 'candidates.exempt'])
		.select(sql<boolean>`candidates.portrait is not null`.as('hasPhoto'))
		.select(['sittings.kind', 'sittings.code as sittingCode'])
		.select(['exams.rules', 'exams.texts', ADDRESS.as('address')])
		.select(['exams.opens_at as opensAt', 'exams.closes_at as closesAt'])
		.select(['attempts.id as attempt', 'attempts.state']);

type Row<Q> = Q extends SelectQueryBuilder<infer _DB, infer _TB, infer O> ? O : never;

/** What is frozen counts, once an attempt has begun. */
function candidateOf(row: Row<ReturnType<typeof candidates>>): FaceCandidate {
	const state = row.state && wholeState(row.state);
	const rules = state?.frozen.rules ?? withExemptions(row.rules, row.exempt);
	const text = consentText(state?.frozen.texts ?? row.texts);
	const { address, kind, sittingCode } = row;
	const { title, supportPhone } = row.texts;
	return {
		id: row.id,
		account: row.account_id,
		admission: row.admission,
		idNumber: row.id_number,
		isExempt: rules.face === 'waived' || !row.hasPhoto,
		attempt: row.attempt,
		face: state?.face ?? null,
		text,
		version: consentVersion(text),
		exam: {
			...{ address, title, kind, supportPhone, sittingCode },
			steps: stepsAfterLogin(wholeRules(rules).plan).length + 1
		}
	};
}
