// One act of staff on an attempt (I4): gate, guard, log line with reason and account beside it, audit line, in one
// transaction and once for its id. Knows no kind of act.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Permission, Person } from '../../accounts/permissions.ts';
import type { Audit, Audited } from '../../accounts/server/audit.ts';
import type { PlaceOf } from '../../accounts/server/place.repository.ts';
import { bindRequest } from '../../accounts/server/staff-request.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Act } from '../act-form.ts';

export interface Actor {
	readonly person: Person | null;
	/** Network address, for the audit log. */
	readonly address: string;
}

export type Done = Promise<Result<void, Refusal>>;

export interface Deed {
	/** For the process's log. */
	readonly name: string;
	readonly permission: Permission;
	readonly audited: Audited;
	/** Its kind and what it says, by which its id is known again; without the reason. */
	readonly asks: object;
	/** Without its payload. */
	event(now: Millis): AttemptEvent;
	/** Under the attempt's lock. @param account of who acts */
	guard(state: AttemptState, tx: Db, account: string): Promise<ErrorCode | null>;
}

/** Refuses 'attempt.not-found', 'act.id-taken', and what the deed's guard and the reducer say. @throws LoginRequired, AccessDenied */
export type StaffActOn = (attempt: string, act: Act, actor: Actor, deed: Deed) => Done;

export interface StaffActParts {
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	readonly audit: Audit;
	readonly placeOf: PlaceOf;
}

export function createStaffAct({ writer, clock, log, audit, placeOf }: StaffActParts): StaffActOn {
	return async (attempt, { id, reason }, { person, address }, deed) => {
		const { name, permission, audited } = deed;
		const place = await placeOf(attempt);
		if (!place) {
			requireAnywhere(person, permission);
			return err(refuse('attempt.not-found'));
		}
		const { account } = requireAccess(person, permission, place);
		const target = `attempt:${attempt}`;
		const request = { id, account, target, asks: deed.asks };
		const done = await writer.applyCommand(attempt, {
			...{ id, lease: null, clientAt: null },
			isTaken: async (tx) => (await bindRequest(tx, request, clock.now())) === 'another',
			event: { ...deed.event(clock.now()), payload: { reason, account } },
			async guard(state, _told, tx) {
				const code = await deed.guard(state, tx, account);
				return code === null ? null : refuse(code);
			},
			alongside: (tx) => audit.append({ account, action: audited, target, address }, tx)
		});
		const refused = done.ok ? null : done.error.code;
		log.info({ attempt, account, act: name, ...(refused ? { refused } : {}) }, 'act of staff');
		return done.ok ? ok(undefined) : done;
	};
}
