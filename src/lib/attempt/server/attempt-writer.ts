// The one writer of an attempt: log lines, projection and rows beside them in one transaction under the row's lock.
import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Clock, Millis } from '../../shared/clock.ts';
import { canonicalJson } from '../../shared/digest.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import { initialState, wholeState, type AttemptState } from '../attempt-state.ts';
import { CHAIN_ORIGIN, type LogLine } from '../event-log.ts';
import type { AttemptEvent } from '../events.ts';
import { openLog, type OpenLog } from '../open-log.ts';
import type { Applied, AttemptWriter } from '../ports.ts';
import type { Frozen } from '../rules.ts';
import { nextDue } from '../time-rules.ts';
import { knownCommand, type KnownCommand } from './known-command.ts';
import { insertPayloads } from './payload.repository.ts';

type Tx = Transaction<Database>;

/** The channel on which every process hears of a changed attempt; the payload is its id. */
export const ATTEMPT_CHANNEL = 'attempt';

const ORIGIN = { seq: -1, hash: CHAIN_ORIGIN };
const SALT_BYTES = 16;
const salt = (): string => randomBytes(SALT_BYTES).toString('base64url');

type Guarded = Refusal | null | Promise<Refusal | null>;

export interface DatabaseAttemptWriter extends AttemptWriter<Tx> {
	/** Begins an attempt: event 0 freezes the exam (C9's rules do not change under a candidate). */
	begin(
		tx: Tx,
		row: { id: string; candidate: string; room: string },
		frozen: Frozen
	): Promise<Applied>;
	/**
	 * A device's command, or (without a lease) an act of staff: its id makes sending twice harmless; a known id answers
	 * as it did the first time, and `alongside` is not called again. Refused, and not remembered, where the id stands for
	 * something else: 'act.id-taken' of staff, 'input.invalid' of a device.
	 */
	applyCommand(
		attempt: string,
		command: {
			readonly id: string;
			readonly lease: string | null;
			readonly event: AttemptEvent;
			readonly clientAt: Millis | null;
			/** What follows in the same transaction if the command is the entry. */
			readonly atEntry?: AttemptEvent | null;
			/** What is asked beyond the reducer. `told`: the event as it will be taken, of a restored server's too. */
			readonly guard?: (state: AttemptState, told: AttemptEvent, tx: Tx) => Guarded;
			/** Before anything: whether its id stands for another request of staff, here or anywhere. */
			readonly isTaken?: (tx: Tx) => Promise<boolean>;
			readonly alongside?: (tx: Tx) => Promise<void>;
		}
	): Promise<Result<Applied, Refusal>>;
	/** One transaction under the row's lock, for what must be looked at before it is decided. Null: no such attempt. */
	within<T>(attempt: string, work: (tx: Tx, log: Decision) => Promise<T>): Promise<T | null>;
	/** Applies only what the clock has made due. Null when there is no such attempt. */
	settle(attempt: string): Promise<Applied | null>;
}

/** The attempt as it stands inside a transaction. */
export interface Decision {
	applied(): Applied;
	/** Through the reducer, with its effects; @returns why not, if not. */
	take(event: AttemptEvent, clientAt: Millis | null): Refusal | null;
}

/** For what is never refused at this point. */
export function must(decision: Decision, event: AttemptEvent): void {
	const refused = decision.take(event, null);
	if (refused) throw new Error(`${event.type} is never refused here: ${refused.code}`);
}

/**
 * @param restoredAt when the database was restored from a backup, if it was (`Epoch`)
 * @param masterKey for payloads that are kept closed; without it none of them can be written
 */
export function createAttemptWriter(
	db: Db,
	clock: Clock,
	restoredAt: Millis | null = null,
	masterKey: MasterKey | null = null
): DatabaseAttemptWriter {
	const change = <T>(
		attempt: string,
		work: (tx: Tx, log: OpenLog) => Promise<T>
	): Promise<T | null> =>
		db.transaction().execute(async (tx) => {
			const row = await tx
				.selectFrom('attempts')
				.select(['state', 'head_seq', 'head_hash'])
				.where('id', '=', attempt)
				.forUpdate()
				.executeTakeFirst();
			if (!row) return null;
			const now = clock.now();
			const state = wholeState(row.state);
			const head = { seq: row.head_seq, hash: row.head_hash };
			const log = openLog({ attempt, state, head, now, restoredAt, salt });
			log.settle();
			const result = await work(tx, log);
			await save(tx, attempt, log, masterKey);
			return result;
		});

	const notFound = err(refuse('attempt.not-found'));

	return {
		async begin(tx, row, frozen) {
			const now = clock.now();
			const log = openLog({
				attempt: row.id,
				state: initialState(frozen),
				head: ORIGIN,
				now,
				salt
			});
			log.append({ type: 'attempt.frozen', data: frozen }, null);
			const { state, head } = log.applied();
			await tx
				.insertInto('attempts')
				.values({
					id: row.id,
					candidate_id: row.candidate,
					room_id: row.room,
					stage: state.stage,
					state: JSON.stringify(state),
					head_seq: head.seq,
					head_hash: head.hash,
					due_at: nextDue(state),
					created_at: now
				})
				.execute();
			await insertLines(tx, log.lines);
			await announce(tx, row.id);
			return log.applied();
		},

		async apply(attempt, event, options = {}) {
			const result = await change(attempt, async (tx, log) => {
				const { lease = null, clientAt = null } = options;
				const { refused } = log.takeFrom(lease, event, clientAt);
				if (refused) return err(refused);
				await options.alongside?.(tx);
				return ok(log.applied());
			});
			return result ?? notFound;
		},

		async applyCommand(attempt, command) {
			const { id, lease, event, clientAt, guard, alongside, atEntry = null } = command;
			const result = await change(attempt, async (tx, log) => {
				if (await command.isTaken?.(tx)) return err(refuse('act.id-taken'));
				const before = await knownCommand(tx, attempt, id, event);
				if (before) return outcomeAgain(before, lease, log);
				const { state } = log.applied();
				const told = log.asTold(lease, event, clientAt);
				const guarded = (await guard?.(state, told, tx)) ?? null;
				const { refused, seq } = guarded
					? { refused: guarded, seq: null }
					: log.takeFrom(lease, event, clientAt);
				const enters = state.enteredAt === null && log.applied().state.enteredAt !== null;
				if (enters && atEntry) log.take(atEntry, null);
				if (!refused) await alongside?.(tx);
				await tx
					.insertInto('attempt_commands')
					.values({
						attempt_id: attempt,
						id,
						outcome: refused?.code ?? 'ok',
						seq,
						at: clock.now()
					})
					.execute();
				return refused ? err(refused) : ok(log.applied());
			});
			return result ?? notFound;
		},

		within: (attempt, work) => change(attempt, work),

		settle: (attempt) => change(attempt, async (_tx, log) => log.applied())
	};
}

function outcomeAgain(
	{ outcome, same }: KnownCommand,
	lease: string | null,
	log: OpenLog
): Result<Applied, Refusal> {
	if (!same) return err(refuse(lease === null ? 'act.id-taken' : 'input.invalid'));
	return outcome === 'ok' ? ok(log.applied()) : err(refuse(outcome));
}

async function save(
	tx: Tx,
	attempt: string,
	log: OpenLog,
	masterKey: MasterKey | null
): Promise<void> {
	if (log.lines.length === 0) return;
	const { state, head } = log.applied();
	await insertLines(tx, log.lines);
	await insertPayloads(tx, attempt, log.payloads, log.lines, masterKey);
	await tx
		.updateTable('attempts')
		.set({
			stage: state.stage,
			state: JSON.stringify(state),
			head_seq: head.seq,
			head_hash: head.hash,
			due_at: nextDue(state)
		})
		.where('id', '=', attempt)
		.execute();
	await announce(tx, attempt);
}

/** Delivered at commit, and only then. */
async function announce(tx: Tx, attempt: string): Promise<void> {
	await sql`select pg_notify(${ATTEMPT_CHANNEL}, ${attempt})`.execute(tx);
}

async function insertLines(tx: Tx, lines: readonly LogLine[]): Promise<void> {
	await tx
		.insertInto('attempt_events')
		.values(
			lines.map((line) => ({
				attempt_id: line.attempt,
				seq: line.seq,
				type: line.type,
				data: canonicalJson(line.data),
				payload_digest: line.payload,
				client_at: line.clientAt,
				server_at: line.serverAt,
				previous: line.previous,
				hash: line.hash
			}))
		)
		.execute();
}
