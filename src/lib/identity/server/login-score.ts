// How alike the face of an accepted login was to the roster's photo (C6): the number alone, for who may see it. It lies
// closed beside the log and never changes, so that it is opened once; erased, it is gone here too.
import type { EventData } from '../../attempt/events.ts';
import { readPayloads } from '../../attempt/server/payload.repository.ts';
import type { FaceCheckPayload } from '../../attempt/event-payloads.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';

const REMEMBERED = 2000;

export interface LoginScores {
	/** Null: nothing was kept of this check, or it was erased. */
	of(attempt: string, check: string): Promise<number | null>;
}

export function createLoginScores({
	db,
	masterKey
}: {
	db: Db;
	masterKey: MasterKey;
}): LoginScores {
	const opened = new Map<string, number | null>();

	return {
		async of(attempt, check) {
			const seq = await keptAt(db, attempt, check);
			if (seq === null) return null;
			const key = `${attempt} ${check}`;
			const known = opened.get(key);
			if (known !== undefined) return known;
			const payloads = await readPayloads(db, attempt, 'face.checked', masterKey);
			const { score = null } = (payloads.get(seq) as FaceCheckPayload | undefined) ?? {};
			if (opened.size >= REMEMBERED) opened.clear();
			opened.set(key, score);
			return score;
		}
	};
}

/** The line that something still lies beside. */
async function keptAt(db: Db, attempt: string, check: string): Promise<number | null> {
	const rows = await db
		.selectFrom('attempt_events as line')
		.innerJoin('attempt_payloads as beside', (join) =>
			join.onRef('beside.attempt_id', '=', 'line.attempt_id').onRef('beside.seq', '=', 'line.seq')
		)
		.select(['line.seq', 'line.data'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', '=', 'face.checked')
		.execute();
	const of = ({ data }: { data: string }): boolean =>
		(JSON.parse(data) as EventData<'face.checked'>).check === check;
	return rows.find(of)?.seq ?? null;
}
