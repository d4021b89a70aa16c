// Writing a verdict on a login check: the log's line with its pictures beside it, what tells a replay, and the end of the
// challenge, in one transaction under the attempt's row lock. What the verdict is was decided before.
import type { Transaction } from 'kysely';
import type { FaceCheckPayload } from '../../attempt/event-payloads.ts';
import type { EventData } from '../../attempt/events.ts';
import type { Decision } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Print } from '../check-faults.ts';
import { historyOf, type HistoryLine } from '../check-history.ts';
import { WAITING_MS } from '../login-state.ts';
import type { FaceVerdict } from '../wire.ts';
import { settleChallenge } from './face-check.repository.ts';
import { prolongFaceLogin } from './face-login.repository.ts';
import { insertPrints } from './face-print.repository.ts';

export type FaceAnswer = Omit<FaceVerdict, 'v'>;

export interface NewVerdict {
	readonly attempt: string;
	readonly login: string;
	readonly data: EventData<'face.checked'>;
	/** Null: nothing is kept of this check. */
	readonly payload: FaceCheckPayload | null;
	readonly prints: readonly Print[];
}

export interface VerdictParts {
	readonly clock: Clock;
	readonly log: Log;
	readonly masterKey: MasterKey;
}

export async function writeVerdict(
	{ clock, log, masterKey }: VerdictParts,
	tx: Transaction<Database>,
	decision: Decision,
	{ attempt, login, data, payload, prints }: NewVerdict
): Promise<Result<FaceAnswer, Refusal>> {
	const before = decision.applied().state.face;
	const refused = decision.take({ type: 'face.checked', data, payload }, null);
	if (refused) return err(refused);
	const { check, fault, verdict } = data;
	await insertPrints(tx, { attempt, check }, prints, masterKey);
	await settleChallenge(tx, check);
	const { face } = decision.applied().state;
	if (face.askedAt !== null && before.askedAt === null) {
		await prolongFaceLogin(tx, login, clock.now() + WAITING_MS);
		log.warn({ attempt, fault, refusals: face.refusals }, 'login by face: a person must look');
	}
	log.info({ attempt, check, verdict, fault }, 'face checked');
	return ok(answerIn([...(await readHistory(tx, attempt)), { type: 'face.checked', data }], check));
}

/** What was answered to a check that has its line; null: it has none. */
export async function answerAgain(
	db: Db,
	attempt: string,
	check: string
): Promise<FaceAnswer | null> {
	return historyOf(await readHistory(db, attempt)).answers.get(check) ?? null;
}

function answerIn(lines: readonly HistoryLine[], check: string): FaceAnswer {
	const answer = historyOf(lines).answers.get(check);
	if (!answer) throw new Error(`check ${check} has just been written`);
	return answer;
}

export async function readHistory(db: Db, attempt: string): Promise<HistoryLine[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.select(['type', 'data'])
		.where('attempt_id', '=', attempt)
		.where('type', 'in', ['face.checked', 'face.admitted'])
		.orderBy('seq')
		.execute();
	return rows.map(({ type, data }): HistoryLine => {
		if (type === 'face.admitted') return { type };
		return { type: 'face.checked', data: JSON.parse(data) as EventData<'face.checked'> };
	});
}
