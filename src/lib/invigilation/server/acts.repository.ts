// What the acts of staff are decided and shown by. Without the row's lock, and no decision here.
import { namesOf } from '../../accounts/server/names.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { EventData } from '../../attempt/events.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ActsView, JudgedLine } from '../acts-view.ts';

export interface LateCandidate {
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	/** Null until the first login, or until a person has let them in. */
	readonly attempt: string | null;
}

export const lateCandidate = (db: Db, candidate: string): Promise<LateCandidate> =>
	db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['sittings.starts_at as startsAt', 'sittings.ends_at as endsAt'])
		.select('attempts.id as attempt')
		.where('candidates.id', '=', candidate)
		.executeTakeFirstOrThrow();

export interface ActedOn {
	readonly state: AttemptState;
	readonly candidate: ActsView['candidate'];
}

/** @returns in the order of the log; of what was erased nobody knows who said it */
export async function readJudged(db: Db, attempt: string): Promise<JudgedLine[]> {
	const rows = await db
		.selectFrom('attempt_events as line')
		.leftJoin('attempt_payloads as beside', (join) =>
			join.onRef('beside.attempt_id', '=', 'line.attempt_id').onRef('beside.seq', '=', 'line.seq')
		)
		.select(['line.data', 'line.server_at as at', 'beside.content'])
		.where('line.attempt_id', '=', attempt)
		.where('line.type', '=', 'incident.judged')
		.orderBy('line.seq')
		.execute();
	const said = rows.map(({ data, at, content }) => ({
		...(JSON.parse(data) as EventData<'incident.judged'>),
		at,
		beside: content === null ? null : (JSON.parse(content) as { reason: string; account: string })
	}));
	const names = await namesOf(
		db,
		said.flatMap(({ beside }) => (beside ? [beside.account] : []))
	);
	return said.map(({ beside, ...line }) => ({
		...line,
		by: beside && { account: beside.account, name: names.get(beside.account) ?? '' },
		reason: beside?.reason ?? null
	}));
}
