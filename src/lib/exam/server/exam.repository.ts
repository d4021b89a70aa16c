// A whole exam in the database: written in one go, read back as it was defined, taken away before it has begun.
import { randomUUID } from 'node:crypto';
import { chunks } from '../../accounts/server/account.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { CandidateDefinition, ExamDefinition, SittingDefinition } from '../exam-definition.ts';

export interface NewExam extends Pick<ExamDefinition, 'window' | 'rules' | 'texts'> {
	/** null: an exam without an address. */
	readonly code: string | null;
	readonly sittings: readonly Omit<SittingDefinition, 'paper'>[];
}

export interface InsertedExam {
	readonly exam: string;
	/** In the order of the definition. */
	readonly sittings: readonly InsertedSitting[];
}

export interface InsertedSitting {
	readonly id: string;
	readonly code: string;
	readonly rooms: readonly { readonly id: string; readonly name: string }[];
}

/**
 * All or nothing, inside the caller's transaction.
 * @param accounts the account's id of each admission number
 * @param known the exam's row, when it is there and only its content is new
 */
export async function insertExam(
	tx: Db,
	now: Millis,
	exam: NewExam,
	accounts: ReadonlyMap<string, string>,
	known: string | null = null
): Promise<InsertedExam> {
	const id = known ?? randomUUID();
	const row = {
		code: exam.code,
		rules: JSON.stringify(exam.rules),
		texts: JSON.stringify(exam.texts),
		opens_at: exam.window?.opensAt ?? null,
		closes_at: exam.window?.closesAt ?? null
	};
	await tx
		.insertInto('exams')
		.values({ id, ...row, created_at: now })
		.onConflict((conflict) => conflict.column('id').doUpdateSet(row))
		.execute();
	const sittings = [];
	for (const sitting of exam.sittings)
		sittings.push(await insertSitting(tx, now, id, sitting, accounts));
	return { exam: id, sittings };
}

async function insertSitting(
	tx: Db,
	now: Millis,
	exam: string,
	sitting: NewExam['sittings'][number],
	accounts: ReadonlyMap<string, string>
): Promise<InsertedSitting> {
	const id = randomUUID();
	const { code, kind, startsAt, endsAt } = sitting;
	await tx
		.insertInto('sittings')
		.values({
			...{ id, exam_id: exam, code, kind },
			...{ starts_at: startsAt, ends_at: endsAt, created_at: now }
		})
		.execute();
	const rooms = sitting.rooms.map(({ name }) => ({ id: randomUUID(), name }));
	await tx
		.insertInto('rooms')
		.values(rooms.map((room) => ({ ...room, sitting_id: id })))
		.execute();
	const candidates = sitting.rooms.flatMap((room, at) =>
		room.candidates.map((candidate) => ({ candidate, room: rooms[at]?.id ?? '' }))
	);
	for (const some of chunks(candidates))
		await tx
			.insertInto('candidates')
			.values(
				some.map(({ candidate, room }) => ({
					...{ id: randomUUID(), room_id: room },
					account_id: accounts.get(candidate.admission) ?? '',
					...rowOf(candidate)
				}))
			)
			.execute();
	return { id, code, rooms };
}

const rowOf = ({ portrait, idNumber, ...candidate }: CandidateDefinition) => ({
	name: candidate.name,
	id_number: idNumber,
	admission: candidate.admission,
	position: candidate.position,
	portrait: portrait && Buffer.from(portrait.base64, 'base64'),
	portrait_type: portrait && portrait.type,
	exempt: candidate.exempt
});

export interface KnownExam {
	readonly id: string;
	/** Attempts that have begun. */
	readonly attempts: number;
}

export async function examCoded(tx: Db, code: string): Promise<KnownExam | null> {
	const exam = await tx
		.selectFrom('exams')
		.select('id')
		.where('code', '=', code)
		.executeTakeFirst();
	if (!exam) return null;
	const { attempts } = await tx
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select((count) => count.fn.countAll<number>().as('attempts'))
		.where('sittings.exam_id', '=', exam.id)
		.executeTakeFirstOrThrow();
	return { id: exam.id, attempts };
}

/** Codes of sittings are read out on the telephone: they are unique over all exams. */
export async function codesInUse(
	tx: Db,
	codes: readonly string[],
	except: string | null
): Promise<string[]> {
	const rows = await tx
		.selectFrom('sittings')
		.select('code')
		.where('code', 'in', codes)
		.$if(except !== null, (query) => query.where('exam_id', '!=', except ?? ''))
		.execute();
	return rows.map((row) => row.code);
}

/**
 * Takes away everything under the exam's row. Throws a foreign key's error (23503) when something has been made of it.
 * @returns the accounts of those who were on its rosters
 */
export async function clearExam(tx: Db, exam: string): Promise<string[]> {
	const sittings = tx.selectFrom('sittings').select('id').where('exam_id', '=', exam);
	const rooms = tx.selectFrom('rooms').select('id').where('sitting_id', 'in', sittings);
	await tx.deleteFrom('papers').where('sitting_id', 'in', sittings).execute();
	const gone = await tx
		.deleteFrom('candidates')
		.where('room_id', 'in', rooms)
		.returning('account_id')
		.execute();
	await tx.deleteFrom('role_grants').where('exam_id', '=', exam).execute();
	await tx.deleteFrom('rooms').where('sitting_id', 'in', sittings).execute();
	await tx.deleteFrom('sittings').where('exam_id', '=', exam).execute();
	return gone.map((row) => row.account_id);
}
