// A sitting with candidates who have not begun yet, for server tests. Times as in events.ts.
import { randomUUID } from 'node:crypto';
import { insertExam } from '../../exam/server/exam.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Lots } from '../server/attempt-lot.ts';
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
	const roster = accounts.map((account, index) => ({ account, admission: `2026${index}` }));
	const code = randomUUID().slice(0, 8);
	const candidates = roster.map(({ admission }) => ({
		...{ name: '测试考生甲', idNumber: '00000019900101001X', admission, position: '示例岗位' },
		...{ portrait: null, exempt: [] }
	}));
	const rooms = [{ name: '第一考场', candidates }];
	const sittings = [{ code, kind, startsAt, endsAt, rooms }];
	const byAdmission = new Map(roster.map(({ account, admission }) => [admission, account]));
	const inserted = await db
		.transaction()
		.execute((tx) =>
			insertExam(tx, BEFORE, { code: null, window: null, rules, texts, sittings }, byAdmission)
		);
	const sitting = inserted.sittings[0]?.id ?? '';
	const room = inserted.sittings[0]?.rooms[0]?.id ?? '';
	const rows = await db
		.selectFrom('candidates')
		.select('id')
		.where('room_id', '=', room)
		.orderBy('admission')
		.execute();
	return { room, sitting, candidates: rows.map((row) => row.id) };
}
