// What a person does about a face (C6, I4): lets a candidate log in, confirms who they are, looks at the pictures. Gate,
// log line with its reason, audit line, in one transaction.
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import { may, type Person, type Place } from '../../accounts/permissions.ts';
import type { Audit, Audited } from '../../accounts/server/audit.ts';
import { loginWindow } from '../../accounts/server/login-window.ts';
import type { AttemptState } from '../../attempt/attempt-state.ts';
import type { AttemptEvent, EventData } from '../../attempt/events.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { actedOn } from '../../invigilation/server/acts.repository.ts';
import type { Act, Actor } from '../../invigilation/server/acts.service.ts';
import type { Db } from '../../server/db/database.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { loginOfCheck } from './face-login.repository.ts';
import { facesOf, type FacesView } from './face-view.ts';

type Done = Promise<Result<void, Refusal>>;

/** Every one: 'attempt.not-found'. @throws LoginRequired, AccessDenied */
export interface FaceActs {
	/**
	 * The waiting page of the login that made this check goes on by itself, and no other: whoever has been looked at.
	 * Refuses identity.not-needed, identity.expired (its login is over), login.not-open, login.closed.
	 */
	admit(candidate: string, check: string, act: Act, actor: Actor): Done;
	/** Refuses identity.already-confirmed. */
	confirm(attempt: string, seen: EventData<'identity.confirmed'>, act: Act, actor: Actor): Done;
	/** On record, as every look at a face is. */
	view(attempt: string, actor: Actor): Promise<Result<FacesView, Refusal>>;
}

export interface FaceActsParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	readonly audit: Audit;
	readonly masterKey: MasterKey;
}

interface FaceAct extends Act {
	readonly attempt: string;
	readonly audited: Audited;
	event(said: { reason: string; account: string }): AttemptEvent;
	guard(state: AttemptState): Refusal | null;
}

export function createFaceActs(parts: FaceActsParts): FaceActs {
	const { db, writer, clock, log, audit, masterKey } = parts;
	const notFound = err(refuse('attempt.not-found'));
	function unknownTo({ person }: Pick<Actor, 'person'>): typeof notFound {
		requireAnywhere(person, 'identity.judge');
		return notFound;
	}

	return {
		async admit(candidate, check, act, actor) {
			const on = await actedOn(db, { candidate });
			if (!on) return unknownTo(actor);
			const { account } = requireAccess(actor.person, 'identity.judge', on.place);
			const { window } = await loginWindow(db, candidate, clock.now());
			if (window !== 'open')
				return err(refuse(window === 'closed' ? 'login.closed' : 'login.not-open'));
			const { attempt } = on;
			if (attempt === null || (await loginOfCheck(db, candidate, check)) === null)
				return err(refuse('identity.expired'));
			return perform(account, actor, {
				...{ ...act, attempt, audited: 'face.admitted' },
				event: (payload) => ({ type: 'face.admitted', data: { check }, payload }),
				guard: ({ frozen }) =>
					frozen.rules.face === 'waived' ? refuse('identity.not-needed') : null
			});
		},

		async confirm(attempt, seen, act, actor) {
			const on = await actedOn(db, { attempt });
			if (!on) return unknownTo(actor);
			const { account } = requireAccess(actor.person, 'identity.judge', on.place);
			return perform(account, actor, {
				...{ ...act, attempt, audited: 'identity.confirmed' },
				event: (payload) => ({ type: 'identity.confirmed', data: seen, payload }),
				guard: ({ identity }) =>
					identity === 'confirmed' ? refuse('identity.already-confirmed') : null
			});
		},

		async view(attempt, { person, address }) {
			const on = await actedOn(db, { attempt });
			if (!on) return unknownTo({ person });
			const { account } = requireLook(person, on.place);
			const view = await facesOf(db, masterKey, attempt);
			if (!view) return notFound;
			const target = `attempt:${attempt}`;
			await audit.append({ account, action: 'face.viewed', target, address });
			return ok(view);
		}
	};

	async function perform(account: string, { address }: Actor, act: FaceAct): Done {
		const { id, reason, attempt, audited, event, guard } = act;
		const done = await writer.applyCommand(attempt, {
			...{ id, lease: null, clientAt: null, guard },
			event: event({ reason, account }),
			alongside: (tx) =>
				audit.append({ account, action: audited, target: `attempt:${attempt}`, address }, tx)
		});
		const refused = done.ok ? null : done.error.code;
		log.info({ attempt, account, act: audited, ...(refused ? { refused } : {}) }, 'act of staff');
		return done.ok ? ok(undefined) : done;
	}
}

/** Who judges a face, and who may see the recording, whose first picture it is. */
const requireLook = (person: Person | null, place: Place): Person =>
	may(person, 'recording.view', place)
		? requireAccess(person, 'recording.view', place)
		: requireAccess(person, 'identity.judge', place);
