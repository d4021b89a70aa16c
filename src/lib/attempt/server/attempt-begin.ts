// Beginning an attempt at the first login: what event 0 freezes is read here, and nowhere again (C9).
import type { Transaction } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { Log } from '../../shared/log.ts';
import { completeRules, type Frozen } from '../rules.ts';
import { withExemptions } from '../exemptions.ts';
import type { DatabaseAttemptWriter } from './attempt-writer.ts';

export interface AttemptBeginningParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'begin'>;
	readonly log: Log;
	/** The exam's key for hand-in files (C24), made when it is first asked for; absent = there is none. */
	readonly examKey?: ((exam: string) => Promise<NonNullable<Frozen['handInKey']>>) | undefined;
}

/** @returns the attempt of a candidate, begun now if it was not */
export function attemptBeginning({ db, writer, log, examKey }: AttemptBeginningParts) {
	return async (candidate: string): Promise<string> => {
		// before the transaction: making a key takes a moment, and nobody's row is held meanwhile
		const handInKey = (await examKey?.(await examOf(db, candidate))) ?? null;
		return db.transaction().execute(async (tx) => {
			const begun = await lockedCandidate(tx, candidate);
			if (begun.known !== null) return begun.known;
			const { id, room, frozen } = begun;
			await writer.begin(tx, { id, candidate, room }, { ...frozen, handInKey });
			log.info({ attempt: id, sitting: frozen.sitting }, 'attempt begun');
			return id;
		});
	};
}

async function examOf(db: Db, candidate: string): Promise<string> {
	const place = await db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.select('sittings.exam_id')
		.where('candidates.id', '=', candidate)
		.executeTakeFirstOrThrow();
	return place.exam_id;
}

interface LockedCandidate {
	/** The attempt, when it has begun. */
	readonly known: string | null;
	/** The id that it has, or will have. */
	readonly id: string;
	readonly room: string;
	readonly frozen: Omit<Frozen, 'handInKey'>;
}

async function lockedCandidate(
	tx: Transaction<Database>,
	candidate: string
): Promise<LockedCandidate> {
	const person = await tx
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.select(['candidates.room_id', 'candidates.attempt_id', 'candidates.exempt'])
		.select(['sittings.id as sitting', 'sittings.kind', 'sittings.starts_at', 'sittings.ends_at'])
		.select(['exams.rules', 'exams.texts'])
		.where('candidates.id', '=', candidate)
		// two clicks on the login button must not begin two attempts
		.forUpdate('candidates')
		.executeTakeFirstOrThrow();
	const known = await tx
		.selectFrom('attempts')
		.select('id')
		.where('candidate_id', '=', candidate)
		.executeTakeFirst();
	const { sitting, kind, texts } = person;
	return {
		known: known?.id ?? null,
		id: person.attempt_id,
		room: person.room_id,
		frozen: {
			...{ sitting, kind, texts },
			startsAt: person.starts_at,
			endsAt: person.ends_at,
			rules: withExemptions(completeRules(person.rules), person.exempt)
		}
	};
}
