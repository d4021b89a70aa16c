// A sitting with one room and one candidate, as the server tests of this domain need it.
import { randomUUID } from 'node:crypto';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';

export interface Roster {
	readonly exam: string;
	readonly room: string;
}

const TEXT = { 'zh-CN': '示例考试', en: 'Sample exam' };
const LENGTH_MS = 20 * 60_000;

export async function addRoom(db: Db, startsAt: Millis): Promise<Roster> {
	const [exam, sitting, room] = [randomUUID(), randomUUID(), randomUUID()];
	await db
		.insertInto('exams')
		.values({
			id: exam,
			rules: JSON.stringify(DEFAULT_RULES),
			texts: JSON.stringify({ title: TEXT, guidance: TEXT, supportPhone: '000' }),
			created_at: 0
		})
		.execute();
	await db
		.insertInto('sittings')
		.values({
			id: sitting,
			exam_id: exam,
			code: sitting.slice(0, 8),
			kind: 'mock',
			starts_at: startsAt,
			ends_at: startsAt + LENGTH_MS,
			published_at: null,
			created_at: 0
		})
		.execute();
	await db.insertInto('rooms').values({ id: room, sitting_id: sitting, name: '一' }).execute();
	return { exam, room };
}

export async function addCandidate(db: Db, room: string, account: string): Promise<string> {
	const id = randomUUID();
	await db
		.insertInto('candidates')
		.values({
			id,
			room_id: room,
			account_id: account,
			name: '考生甲',
			id_number: '000000000000000000',
			admission: id.slice(0, 8),
			position: '示例岗位',
			portrait: null,
			portrait_type: null
		})
		.execute();
	return id;
}

export async function addAttempt(db: Db, room: string, candidate: string): Promise<void> {
	await db
		.insertInto('attempts')
		.values({
			id: randomUUID(),
			candidate_id: candidate,
			room_id: room,
			stage: 'wait',
			state: JSON.stringify({}),
			head_seq: 0,
			head_hash: '0'.repeat(64),
			created_at: 0
		})
		.execute();
}
