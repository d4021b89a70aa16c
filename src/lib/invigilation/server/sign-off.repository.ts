// The rows of a room's sign-off (I4). No decision here.
import { wholeState } from '../../attempt/attempt-state.ts';
import { projectLocally } from '../../attempt/local-projection.ts';
import { completeRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import type { RoomLogOf } from '../room-log.ts';
import type { RoomFacts, Signature } from '../sign-off.ts';

/** @param now the clock's decisions are included, though no row is settled */
export async function readRoom(db: Db, room: string, now: Millis): Promise<RoomFacts> {
	const [sitting, rows] = await Promise.all([
		db
			.selectFrom('rooms')
			.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
			.innerJoin('exams', 'exams.id', 'sittings.exam_id')
			.select(['sittings.starts_at as startsAt', 'sittings.ends_at as endsAt', 'exams.rules'])
			.where('rooms.id', '=', room)
			.executeTakeFirstOrThrow(),
		db
			.selectFrom('candidates')
			.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
			.select(['candidates.id as candidate', 'candidates.name', 'candidates.admission'])
			.select(['attempts.id as attempt', 'attempts.state'])
			.where('candidates.room_id', '=', room)
			.orderBy('candidates.admission')
			.execute()
	]);
	const { rules, ...times } = sitting;
	return {
		times,
		rules: completeRules(rules),
		candidates: rows.map(({ candidate, name, attempt, state }) => ({
			...{ candidate, name, attempt },
			state: state && projectLocally(wholeState(state), [], now)
		}))
	};
}

/** In the order in which they were given. */
export async function readSignatures(db: Db, room: string): Promise<Signature[]> {
	const rows = await db
		.selectFrom('room_log')
		.innerJoin('accounts', 'accounts.id', 'room_log.account_id')
		.select(['room_log.id', 'room_log.kind', 'room_log.data', 'room_log.at'])
		.select(['accounts.id as account', 'accounts.name'])
		.where('room_log.room_id', '=', room)
		.where('room_log.kind', 'in', ['signed-off', 'sign-off-withdrawn'])
		.orderBy('room_log.at')
		.execute();
	const withdrawn = new Map(
		rows.flatMap(({ kind, data, at }) => {
			if (kind !== 'sign-off-withdrawn') return [];
			const { entry, reason } = data as RoomLogOf<'sign-off-withdrawn'>;
			return [[entry, { at, reason }] as const];
		})
	);
	return rows.flatMap(({ id, kind, data, at, account, name: signer }) => {
		if (kind !== 'signed-off') return [];
		const { name, remark } = data as RoomLogOf<'signed-off'>;
		const by = { account, name: signer };
		return [{ ...{ id, name, remark, at, by }, withdrawn: withdrawn.get(id) ?? null }];
	});
}

/** Who signs and who withdraws stand in a line for this room. */
export const lockRoom = (tx: Db, room: string): Promise<unknown> =>
	tx.selectFrom('rooms').select('id').where('id', '=', room).forUpdate().execute();
