// A desk with candidates in two rooms of one exam and one of another, and staff of every kind. Real database.
import { randomUUID } from 'node:crypto';
import type { Person, Role, RoleGrant } from '../../accounts/permissions.ts';
import { createAccounts } from '../../accounts/server/accounts.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { Db } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createDeskPasswords } from '../server/desk-password.service.ts';
import { createDesk } from '../server/desk.service.ts';

export interface DeskRoom {
	readonly exam: string;
	readonly room: string;
	readonly candidates: readonly string[];
}

export async function createDeskWorld(db: Db) {
	const time = { now: BEFORE };
	const clock = { now: () => time.now };
	const { writer, service } = attemptsOn(db, clock);
	const accounts = createAccounts({ db, clock, log: silentLog });
	const world = { writer, clock, service };

	async function room(candidates: number): Promise<DeskRoom> {
		const roster = await addCandidates(db, candidates);
		const { exam_id: exam } = await db
			.selectFrom('sittings')
			.select('exam_id')
			.where('id', '=', roster.sitting)
			.executeTakeFirstOrThrow();
		return { exam, room: roster.room, candidates: roster.candidates };
	}

	return {
		...{ db, time, clock, writer, accounts, service, room },
		desk: createDesk({ db, clock, audit: accounts.audit }),
		passwords: createDeskPasswords({ db, clock, log: silentLog, accounts }),
		desktop: (candidate: string) => openLease(world, candidate),
		phone: (attempt: string) => openPhone(world, attempt),

		/** Another room of the same sitting, with somebody in it. */
		async nextRoom({ room: first, exam, candidates }: DeskRoom): Promise<DeskRoom> {
			const { sitting_id } = await db
				.selectFrom('rooms')
				.select('sitting_id')
				.where('id', '=', first)
				.executeTakeFirstOrThrow();
			const id = randomUUID();
			await db.insertInto('rooms').values({ id, sitting_id, name: '第二考场' }).execute();
			const moved = candidates.slice(-1);
			await db.updateTable('candidates').set({ room_id: id }).where('id', 'in', moved).execute();
			return { exam, room: id, candidates: moved };
		},

		/** Somebody of staff, with an account. */
		async staff(role: Role, place: Partial<RoleGrant> = {}, name = '技术员甲'): Promise<Person> {
			const grants = [{ role, exam: null, room: null, ...place }];
			const account = await accounts.service.createAccount({
				...{ account: randomUUID(), name, password: 'x', grants }
			});
			return { account, name, grants, candidate: null };
		},

		async rename(
			candidate: string,
			fields: { name?: string; id_number?: string; admission?: string }
		) {
			await db.updateTable('candidates').set(fields).where('id', '=', candidate).execute();
		},

		/** Of this person, in order: what and at what. */
		async audited({ account }: Person): Promise<[string, string][]> {
			const rows = await db
				.selectFrom('audit_log')
				.select(['action', 'target'])
				.where('account_id', '=', account)
				.orderBy('id')
				.execute();
			return rows.map(({ action, target }) => [action, target]);
		}
	};
}
