// Exams, sittings, rooms and their roster. Import and pages come later; the demo and the tests make theirs here.
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { ExamRules, ExamTexts } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';

export interface NewSitting {
	/** Unique and short enough to be read out on the telephone. */
	readonly code: string;
	readonly kind: 'mock' | 'formal';
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly rules: ExamRules;
	readonly texts: ExamTexts;
	readonly roomName: string;
	readonly candidates: readonly NewCandidate[];
}

export interface NewCandidate {
	/** An account that exists. */
	readonly account: string;
	readonly name: string;
	readonly idNumber: string;
	readonly admission: string;
	readonly position: string;
	readonly portrait: { readonly type: string; readonly bytes: Buffer } | null;
}

export interface CreatedSitting {
	readonly exam: string;
	readonly sitting: string;
	readonly room: string;
}

/** All or nothing, inside the caller's transaction. */
export async function insertSitting(
	tx: Transaction<Database>,
	clock: Clock,
	sitting: NewSitting
): Promise<CreatedSitting> {
	const ids = { exam: randomUUID(), sitting: randomUUID(), room: randomUUID() };
	const now = clock.now();
	await tx
		.insertInto('exams')
		.values({
			id: ids.exam,
			rules: JSON.stringify(sitting.rules),
			texts: JSON.stringify(sitting.texts),
			created_at: now
		})
		.execute();
	await tx
		.insertInto('sittings')
		.values({
			id: ids.sitting,
			exam_id: ids.exam,
			code: sitting.code,
			kind: sitting.kind,
			starts_at: sitting.startsAt,
			ends_at: sitting.endsAt,
			created_at: now
		})
		.execute();
	await tx
		.insertInto('rooms')
		.values({ id: ids.room, sitting_id: ids.sitting, name: sitting.roomName })
		.execute();
	await tx
		.insertInto('candidates')
		.values(
			sitting.candidates.map((candidate) => ({
				id: randomUUID(),
				room_id: ids.room,
				account_id: candidate.account,
				name: candidate.name,
				id_number: candidate.idNumber,
				admission: candidate.admission,
				position: candidate.position,
				portrait: candidate.portrait?.bytes ?? null,
				portrait_type: candidate.portrait?.type ?? null
			}))
		)
		.execute();
	return ids;
}

/** Sittings that still expect recordings, with what they may bring. */
export async function openSittings(
	db: Db,
	now: Millis
): Promise<{ candidates: number; startsAt: Millis; endsAt: Millis; rules: ExamRules }[]> {
	const rows = await db
		.selectFrom('sittings')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.innerJoin('rooms', 'rooms.sitting_id', 'sittings.id')
		.innerJoin('candidates', 'candidates.room_id', 'rooms.id')
		.select((eb) => [
			'sittings.id',
			'sittings.starts_at as startsAt',
			'sittings.ends_at as endsAt',
			eb.fn.countAll<number>().as('candidates')
		])
		.where('sittings.ends_at', '>', now)
		.groupBy('sittings.id')
		.execute();
	if (rows.length === 0) return [];
	const rules = await db
		.selectFrom('sittings')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['sittings.id', 'exams.rules'])
		.where(
			'sittings.id',
			'in',
			rows.map((row) => row.id)
		)
		.execute();
	const byId = new Map(rules.map((row) => [row.id, row.rules]));
	return rows.flatMap(({ id, ...row }) => {
		const found = byId.get(id);
		return found ? [{ ...row, rules: found }] : [];
	});
}
