// A sitting with candidates who have not begun yet, for server tests. Times as in events.ts.
import { randomUUID } from 'node:crypto';
import { insertSitting } from '../../exam/server/sitting.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Lots } from '../server/attempt.service.ts';
import { refuse } from '../../shared/errors.ts';
import { err } from '../../shared/result.ts';
import { BEFORE, FROZEN } from './events.ts';

/** A sitting in which nothing is drawn. */
export const NO_LOTS: Lots = { drawOf: async () => err(refuse('lot.not-frozen')) };

/** @returns the candidates' ids and their room */
export async function addCandidates(
	db: Db,
	count: number
): Promise<{ room: string; sitting: string; candidates: string[] }> {
	const accounts = Array.from({ length: count }, () => randomUUID());
	await db
		.insertInto('accounts')
		.values(
			accounts.map((id) => ({
				id,
				account: id,
				name: '测试考生甲',
				password_hash: '',
				password_expires_at: null,
				created_at: BEFORE
			}))
		)
		.execute();
	const { startsAt, endsAt, rules, texts, kind } = FROZEN;
	const { room, sitting } = await db.transaction().execute((tx) =>
		insertSitting(
			tx,
			{ now: () => BEFORE },
			{
				...{ startsAt, endsAt, rules, texts, kind },
				code: randomUUID().slice(0, 8),
				roomName: '第一考场',
				candidates: accounts.map((account, index) => ({
					account,
					name: '测试考生甲',
					idNumber: '00000019900101001X',
					admission: `2026${index}`,
					position: '示例岗位',
					portrait: null
				}))
			}
		)
	);
	const rows = await db
		.selectFrom('candidates')
		.select('id')
		.where('room_id', '=', room)
		.orderBy('admission')
		.execute();
	return { room, sitting, candidates: rows.map((row) => row.id) };
}
