// The acts of staff on a real database, and people who do them.
import { randomUUID } from 'node:crypto';
import type { Person, Role } from '../../accounts/permissions.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import type { Db } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import type { Act, ActBody } from '../act-form.ts';
import { createActsService, type ActsServiceParts } from '../server/acts.service.ts';
import { findViewed } from '../server/candidate-view.repository.ts';
import { createSignOff } from '../server/sign-off.service.ts';

export type KnownActor = { readonly person: Person; readonly address: string };

export const because = (reason = '网络中断，已电话核实'): Act => ({ id: randomUUID(), reason });

export function createActsDesk(
	db: Db,
	parts: Pick<ActsServiceParts, 'writer' | 'clock' | 'hearing' | 'attemptOf'> &
		Partial<Pick<ActsServiceParts, 'whyNoAdmission'>>
) {
	const audit = createAudit(db, parts.clock);
	const places = createPlaces(db);
	const acts = createActsService({
		...{ db, audit, places, log: silentLog, whyNoAdmission: async () => null },
		...parts
	});
	const signOff = createSignOff({ db, clock: parts.clock, audit, placeOf: places.room });

	return {
		acts,
		signOff,
		/** Somebody with this role, for all rooms. */
		async person(role: Role, room: string | null = null): Promise<KnownActor> {
			const account = randomUUID();
			await db
				.insertInto('accounts')
				.values({ id: account, account, name: role, password_hash: '', created_at: 0 })
				.execute();
			const grants = [{ role, exam: null, room }];
			return { person: { account, name: role, grants, candidate: null }, address: '192.0.2.1' };
		},
		/** As the page of one candidate reads and shows it. */
		async view(attempt: string, { person }: KnownActor) {
			const read = await findViewed(db, attempt);
			if (!read) throw new Error(`no attempt ${attempt}`);
			return acts.view(attempt, person, read);
		},
		/** @returns why not, null: done */
		async act(attempt: string, body: ActBody, actor: KnownActor, act = because()) {
			const done = await acts.perform(attempt, { ...body, ...act }, actor);
			return done.ok ? null : done.error.code;
		}
	};
}
