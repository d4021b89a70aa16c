// What staff do to an attempt (I4): gate, then log line with its reason beside it, then audit line, in one transaction.
import { randomUUID } from 'node:crypto';
import { requireAccess, requireAnywhere } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import type { Audit, Audited } from '../../accounts/server/audit.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { liveLease } from '../../attempt/lease-admission.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { DeviceHearing } from '../../attempt/server/device-hearing.ts';
import { officialEnd } from '../../attempt/time-rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { STAFF_ACTS, whyNoLateEntry, whyNot, type ActsView, type StaffAct } from '../acts.ts';
import { actedOn } from './acts.repository.ts';

export interface Actor {
	readonly person: Person | null;
	/** Network address, for the audit log. */
	readonly address: string;
}

/** One press of a button: the same `id` does it once. */
export interface Act {
	readonly id: string;
	readonly reason: string;
}

type Done = Promise<Result<void, Refusal>>;

/** Every act: 'attempt.not-found', and what `whyNot` says. @throws LoginRequired, AccessDenied */
export interface ActsService {
	view(attempt: string): Promise<ActsView | null>;
	/** C9. Begins the attempt of somebody who has none yet, so that the login opens; the end does not move. */
	allowEntry(candidate: string, act: Act, actor: Actor): Done;
	/** C8 */
	answerRequest(
		attempt: string,
		answer: { readonly request: string; readonly granted: boolean },
		act: Act,
		actor: Actor
	): Done;
	/** C14. A phone that is bound films on. */
	waivePhone(attempt: string, act: Act, actor: Actor): Done;
	/** C23 */
	grantTime(attempt: string, ms: number, act: Act, actor: Actor): Done;
	endAttempt(attempt: string, act: Act, actor: Actor): Done;
	/** C24. A late arrival undoes it. */
	declareLost(attempt: string, act: Act, actor: Actor): Done;
}

export interface ActsServiceParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	readonly audit: Audit;
	readonly hearing: Pick<DeviceHearing, 'heardAt'>;
	attemptOf(candidate: string): Promise<string>;
}

const AUDITED_AS: Record<StaffAct, Audited> = {
	'allow-entry': 'entry.allowed',
	'answer-request': 'device.answered',
	'waive-phone': 'phone.waived',
	'grant-time': 'time.granted',
	end: 'interview.ended',
	'declare-lost': 'upload.declared-lost'
};

export function createActsService(parts: ActsServiceParts): ActsService {
	const { db, writer, clock, log, audit, hearing, attemptOf } = parts;

	function unknownTo({ person }: Actor): Result<void, Refusal> {
		requireAnywhere(person, 'attempt.act');
		return err(refuse('attempt.not-found'));
	}

	/** @param event without its payload; made only once it is known that the person may */
	async function perform(
		kind: StaffAct,
		attempt: string,
		event: () => AttemptEvent,
		{ id, reason }: Act,
		actor: Actor
	): Done {
		const on = await actedOn(db, { attempt });
		if (!on) return unknownTo(actor);
		const { account } = requireAccess(actor.person, 'attempt.act', on.place);
		const { address } = actor;
		const done = await writer.applyCommand(attempt, {
			id,
			lease: null,
			event: { ...event(), payload: { reason, account } },
			clientAt: null,
			guard(state) {
				const code = whyNot(kind, state, clock.now());
				return code === null ? null : refuse(code);
			},
			alongside: (tx) =>
				audit.append(
					{ account, action: AUDITED_AS[kind], target: `attempt:${attempt}`, address },
					tx
				)
		});
		const refused = done.ok ? null : done.error.code;
		log.info({ attempt, account, act: kind, ...(refused ? { refused } : {}) }, 'act of staff');
		return done.ok ? ok(undefined) : done;
	}

	return {
		async view(attempt) {
			const [on, settled] = await Promise.all([actedOn(db, { attempt }), writer.settle(attempt)]);
			if (!on || !settled) return null;
			const { state } = settled;
			const now = clock.now();
			const live = liveLease(state);
			const heardAt = state.request && live !== null ? await hearing.heardAt(db, live) : null;
			return {
				now,
				attempt,
				candidate: on.candidate,
				endsAt: officialEnd(state),
				grantedMs: state.grantedMs,
				request: state.request && { ...state.request, heardAt },
				lostAt: state.lostAt,
				whyNot: byAct((act) => whyNot(act, state, now)),
				ids: byAct(() => randomUUID())
			};
		},

		async allowEntry(candidate, act, actor) {
			const on = await actedOn(db, { candidate });
			if (!on) return unknownTo(actor);
			requireAccess(actor.person, 'attempt.act', on.place);
			const code = on.attempt === null ? whyNoLateEntry(on, clock.now()) : null;
			if (code !== null) return err(refuse(code));
			const attempt = on.attempt ?? (await attemptOf(candidate));
			return perform(
				'allow-entry',
				attempt,
				() => ({ type: 'entry.allowed', data: {} }),
				act,
				actor
			);
		},

		answerRequest: (attempt, { request, granted }, act, actor) =>
			perform(
				'answer-request',
				attempt,
				() => ({ type: 'lease.answered', data: { request, granted, by: 'staff' } }),
				act,
				actor
			),

		waivePhone: (attempt, act, actor) =>
			perform('waive-phone', attempt, () => ({ type: 'phone.waived', data: {} }), act, actor),

		grantTime: (attempt, ms, act, actor) =>
			perform('grant-time', attempt, () => ({ type: 'time.granted', data: { ms } }), act, actor),

		endAttempt: (attempt, act, actor) =>
			perform(
				'end',
				attempt,
				() => ({ type: 'interview.ended', data: { by: 'staff', at: clock.now() } }),
				act,
				actor
			),

		declareLost: (attempt, act, actor) =>
			perform(
				'declare-lost',
				attempt,
				() => ({ type: 'upload.declared-lost', data: {} }),
				act,
				actor
			)
	};
}

const byAct = <T>(of: (act: StaffAct) => T): Record<StaffAct, T> =>
	Object.fromEntries(STAFF_ACTS.map((act) => [act, of(act)])) as Record<StaffAct, T>;
