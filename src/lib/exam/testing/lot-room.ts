// A room with candidates whose exam draws lots, for server tests; and a wrap that stands for the master key.
import type { SeedWrap } from '../server/lot.service.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { DEFAULT_RULES, type ExamRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { ErrorCode, Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

export interface LotRoomSeed {
	readonly room: string;
	readonly sitting: string;
	readonly attempts: readonly string[];
}

/** Times as in attempt/testing/events.ts: the login opens 30 minutes before STARTS_AT. */
export async function addLotRoom(
	db: Db,
	count: number,
	rules: ExamRules = DEFAULT_RULES
): Promise<LotRoomSeed> {
	const { room, sitting } = await addCandidates(db, count);
	await db
		.updateTable('exams')
		.set({ rules: JSON.stringify(rules) })
		.where('id', 'in', db.selectFrom('sittings').select('exam_id').where('id', '=', sitting))
		.execute();
	const rows = await db
		.selectFrom('candidates')
		.select('attempt_id')
		.where('room_id', '=', room)
		.execute();
	return { room, sitting, attempts: rows.map((row) => row.attempt_id) };
}

/** Hides nothing from a determined reader, but fails as the real one does: for another context. */
export const testWrap: SeedWrap = {
	wrap: async (plain, context) =>
		`${Buffer.from(context).toString('base64')}.${Buffer.from(plain.map((byte) => byte ^ 0x5a)).toString('base64')}`,
	unwrap: async (wrapped, context) => {
		const [own = '', bytes = ''] = wrapped.split('.');
		if (Buffer.from(own, 'base64').toString() !== context) throw new Error('another context');
		return Buffer.from(bytes, 'base64').map((byte) => byte ^ 0x5a);
	}
};

/** @returns the value; an expected outcome that did not come fails the test with its code */
export async function value<T>(outcome: Promise<Result<T, Refusal>>): Promise<T> {
	const result = await outcome;
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

export const refusedWith = (code: ErrorCode) => ({ ok: false, error: { code } });
