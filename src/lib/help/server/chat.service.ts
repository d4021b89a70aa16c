// Staff's side of one conversation (I3): read it, answer, warn. Whether somebody may is the route's gate; reading takes
// no lock, so that a page which reads after every change holds nobody up.
import type { Audit } from '../../accounts/server/audit.ts';
import { bindRequest } from '../../accounts/server/staff-request.ts';
import { wholeState } from '../../attempt/attempt-state.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { toldSeq } from '../../attempt/server/told-head.repository.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Conversation, Saying } from '../conversation.ts';
import { standingOf } from '../standing.ts';
import { staffLines } from './conversation.repository.ts';

/** Of staff, let in by the gate. */
export interface Speaker {
	readonly account: string;
	/** Network address, for the audit log. */
	readonly address: string;
}

export interface ChatService {
	/** @param after a line of the log; those behind it, −1 for all */
	read(attempt: string, after: number): Promise<Result<Conversation, Refusal>>;
	/** A warning is refused after the end: 'attempt.already-ended'. 'act.id-taken': the id stands for something else. */
	say(attempt: string, saying: Saying, speaker: Speaker): Promise<Result<void, Refusal>>;
}

export interface ChatServiceParts {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'applyCommand'>;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly log: Log;
	readonly epoch: string;
}

export function createChatService({
	db,
	writer,
	clock,
	audit,
	log,
	epoch
}: ChatServiceParts): ChatService {
	return {
		async read(attempt, after) {
			const row = await db
				.selectFrom('attempts')
				.select('state')
				.where('id', '=', attempt)
				.executeTakeFirst();
			if (!row) return err(refuse('attempt.not-found'));
			const [said, told] = await Promise.all([
				staffLines(db, attempt, after),
				toldSeq(db, attempt)
			]);
			return ok({ epoch, ...said, ...standingOf(wholeState(row.state), told) });
		},

		async say(attempt, saying, { account, address }) {
			const { id, as } = saying;
			const target = `attempt:${attempt}`;
			const request = { id, account, target, asks: { say: as } };
			const done = await writer.applyCommand(attempt, {
				...{ id, lease: null, clientAt: null },
				isTaken: async (tx) => (await bindRequest(tx, request, clock.now())) === 'another',
				event: spoken(saying, account),
				alongside: (tx) =>
					audit.append(
						{
							...{ account, address, target },
							action: as === 'warning' ? 'warning.given' : 'help.answered'
						},
						tx
					)
			});
			const refused = done.ok ? null : done.error.code;
			log.info({ attempt, account, as, ...(refused ? { refused } : {}) }, 'staff said');
			return done.ok ? ok(undefined) : done;
		}
	};
}

/** @param broadcast under which the same words go to a whole room */
export function spoken(
	{ id, as, text }: Saying,
	account: string,
	broadcast?: string
): AttemptEvent {
	const payload = { text, account };
	const data = broadcast === undefined ? {} : { broadcast };
	return as === 'warning'
		? { type: 'warning.given', data: { id, ...data }, payload }
		: { type: 'help.answered', data, payload };
}
