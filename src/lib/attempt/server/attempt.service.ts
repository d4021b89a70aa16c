// What a candidate's device may ask of its attempt: begin it, read it, send commands, witness. Leases: lease.service.ts.
import * as v from 'valibot';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { CommandSchema, type OfferedCommand } from '../../live/requests.ts';
import type { HeardPhone } from '../../live/wire.ts';
import type { PartHeader } from '../../recording/part.ts';
import { asEvent } from '../command-event.ts';
import { withFormer, type DeviceView } from '../device-view.ts';
import { invigilatorAtGate, needsInvigilator } from '../invigilator-rule.ts';
import type { Applied, Head } from '../ports.ts';
import { attemptBeginning, type AttemptBeginningParts } from './attempt-begin.ts';
import { attemptLots, type Lots } from './attempt-lot.ts';
import type { DatabaseAttemptWriter } from './attempt-writer.ts';
import { isDataFault } from '../../server/db/data-fault.ts';
import { spokenLines } from '../../help/server/conversation.repository.ts';
import { commentsOf, heardPhone, ownDetails, roomIsOpen } from './own-view.repository.ts';
import type { DeviceGrant } from './tokens.ts';

/** What the candidate's own device is told; the epoch is the server's, not the attempt's. */
export type OwnView = Omit<DeviceView, 'epoch'> & {
	readonly attempt: string;
	/** P5: the phone's last word, for a page that has just been opened. */
	readonly phone: HeardPhone | null;
};

export interface CommandOutcome {
	readonly id: string;
	/** null = done (now or an earlier time it was sent). */
	readonly refused: ErrorCode | null;
}

export interface WitnessedPart {
	readonly header: PartHeader;
	readonly bytes: number;
	readonly sha256: string;
	readonly at: number;
}

export interface AttemptServiceParts {
	readonly db: Db;
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly log: Log;
	/** Idempotent; upload's registry: also of a part that this device may only witness. */
	announce(grant: DeviceGrant, header: PartHeader): Promise<Result<void, Refusal>>;
	readonly lots: Lots;
	readonly examKey?: AttemptBeginningParts['examKey'];
}

export function createAttemptService(parts: AttemptServiceParts) {
	const { db, writer, clock, log, announce, lots, examKey } = parts;
	const attemptOf = attemptBeginning({ db, writer, log, examKey });
	const lotOf = attemptLots(lots);

	return {
		/** The attempt of a candidate, begun now if it was not. */
		attemptOf,

		/** The attempt this candidate has begun, if any. */
		async attemptIdOf(candidate: string): Promise<string | null> {
			const row = await db
				.selectFrom('attempts')
				.select('id')
				.where('candidate_id', '=', candidate)
				.executeTakeFirst();
			return row?.id ?? null;
		},

		/** The attempt as it stands now, the clock's decisions included. */
		async view(attempt: string): Promise<Result<OwnView, Refusal>> {
			const settled = await writer.settle(attempt);
			const details = await ownDetails(db, attempt);
			if (!settled || !details) return err(refuse('attempt.not-found'));
			const [chat, comments, lot, phone, open] = await Promise.all([
				spokenLines(db, attempt),
				commentsOf(db, attempt),
				lotOf.own(attempt),
				heardPhone(db, attempt),
				roomIsOpen(db, attempt)
			]);
			// the value may be announced only after entry: the number is turned up as soon as there is one
			const owed = lot?.ready && settled.state.enteredAt !== null && settled.state.lot === null;
			const drawn = owed ? await lotOf.event(attempt, 'entry') : null;
			const turnedUp = drawn && (await writer.apply(attempt, drawn));
			const current = turnedUp?.ok ? turnedUp.value : settled;
			const invigilator = invigilatorAtGate(current.state, open);
			const state = withFormer(current.state);
			return ok({ attempt, ...current, state, details, chat, comments, lot, phone, invigilator });
		},

		/**
		 * In their order; one that is refused does not hold up the next, nor does one whose own data the database cannot
		 * keep. Any other fault (the database is away) ends the batch: what comes behind must not be judged, and its refusal
		 * remembered, as if the one before had never been said. Throws when there is no outcome at all.
		 */
		async submit(
			grant: DeviceGrant,
			commands: readonly OfferedCommand[]
		): Promise<CommandOutcome[]> {
			const outcomes: CommandOutcome[] = [];
			for (const command of commands)
				try {
					const result = await submitOne(grant, command);
					outcomes.push({ id: command.id, refused: result.ok ? null : result.error.code });
				} catch (fault) {
					const ofItsData = isDataFault(fault);
					if (!ofItsData && outcomes.length === 0) throw fault;
					log.error({ attempt: grant.attempt, err: String(fault) }, 'command failed');
					if (!ofItsData) break;
					outcomes.push({ id: command.id, refused: 'input.invalid' });
				}
			return outcomes;
		},

		/** C12: the candidate turns up the number that the published draw gives them. Asking again is harmless. */
		async drawLot({ attempt, lease, scope }: DeviceGrant): Promise<Result<void, Refusal>> {
			if (scope !== 'attempt') return err(refuse('token.wrong-scope'));
			const drawn = await lotOf.event(attempt, 'candidate');
			if (!drawn) return err(refuse('lot.not-ready'));
			const applied = await writer.apply(attempt, drawn, { lease });
			return applied.ok ? ok(undefined) : applied;
		},

		/** High-rate facts go into a table of their own; an unknown part is announced by its witness. */
		async witness(grant: DeviceGrant, parts: readonly WitnessedPart[]): Promise<Head | null> {
			const rows = [];
			for (const { header, bytes, sha256, at } of parts) {
				// nobody witnesses another attempt's part; a phone carries its desktop's (C15)
				if (!(await announce(grant, header)).ok) continue;
				rows.push({
					part_id: header.id,
					attempt_id: grant.attempt,
					bytes,
					sha256,
					client_at: at,
					server_at: clock.now()
				});
			}
			if (rows.length > 0)
				await db
					.insertInto('witnesses')
					.values(rows)
					// what was said first about this many bytes stands
					.onConflict((conflict) => conflict.columns(['part_id', 'bytes']).doNothing())
					.execute();
			const row = await db
				.selectFrom('attempts')
				.select(['head_seq', 'head_hash'])
				.where('id', '=', grant.attempt)
				.executeTakeFirst();
			return row ? { seq: row.head_seq, hash: row.head_hash } : null;
		}
	};

	async function submitOne(
		grant: DeviceGrant,
		offered: OfferedCommand
	): Promise<Result<Applied, Refusal>> {
		const parsed = v.safeParse(CommandSchema, offered);
		if (!parsed.success) return err(refuse('input.invalid'));
		const { id, clientAt } = parsed.output;
		const event = asEvent(parsed.output);
		const result = await writer.applyCommand(grant.attempt, {
			id,
			lease: grant.lease,
			event,
			clientAt,
			atEntry: await lotOf.atEntry(grant.attempt, event),
			guard: async (state, told, tx) =>
				needsInvigilator(state, told, clock.now()) && !(await roomIsOpen(tx, grant.attempt))
					? refuse('attempt.no-invigilator')
					: null
		});
		log.info(
			{
				attempt: grant.attempt,
				event: event.type,
				...(result.ok ? { stage: result.value.state.stage } : { refused: result.error.code })
			},
			'command'
		);
		return result;
	}
}
