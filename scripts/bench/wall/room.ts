// The room of `bench:wall`: everybody has logged in on a computer, one invigilator too.
import { randomUUID } from 'node:crypto';
import type { Installation } from '../../lib/installation.ts';
import { prepareSitting, type Entered } from '../start-sitting.ts';

export interface WallRoom {
	readonly room: string;
	readonly entered: readonly Entered[];
	/** Attempt → candidate, by whom the page names its tiles. */
	readonly candidateOf: ReadonlyMap<string, string>;
	/** Of the invigilator's session. */
	readonly cookie: string;
}

export async function prepareRoom(
	installation: Installation,
	options: Parameters<typeof prepareSitting>[1]
): Promise<WallRoom> {
	const { db, clock, accounts } = installation;
	const entered = await prepareSitting(installation, options);
	const rows = await db.selectFrom('attempts').select(['id', 'candidate_id', 'room_id']).execute();
	const room = rows[0]?.room_id ?? '';
	const candidateOf = new Map(rows.map(({ id, candidate_id }) => [id, candidate_id]));
	const account = randomUUID();
	await db
		.insertInto('accounts')
		.values({
			...{ id: account, account: 'invigilator', name: '测试监督员' },
			...{ password_hash: '', password_expires_at: null, created_at: clock.now() }
		})
		.execute();
	await db
		.insertInto('role_grants')
		.values({ account_id: account, role: 'invigilator', exam_id: null, room_id: null })
		.execute();
	const { secret } = await accounts.sessions.open({ account, address: 'bench', way: 'password' });
	return { room, entered, candidateOf, cookie: secret };
}
