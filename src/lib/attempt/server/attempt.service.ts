// What a candidate's device may ask of its attempt: begin it, read it, send commands, witness. Leases: lease.service.ts.
import * as v from 'valibot';
import type { Clock } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { CommandSchema, type HeardPhone, type OfferedCommand } from '../../live/wire.ts';
import type { PartHeader } from '../../recording/part.ts';
import type { AttemptState } from '../attempt-state.ts';
import { asEvent } from '../command-event.ts';
import type { AttemptEvent } from '../events.ts';
import type { ChatLine, OwnDetails, OwnLot } from '../device-view.ts';
import type { Applied, Head } from '../ports.ts';
import type { Frozen } from '../rules.ts';
import type { DatabaseAttemptWriter } from './attempt-writer.ts';
import { isDataFault } from '../../server/db/data-fault.ts';
import { chatOf, heardPhone, ownDetails } from './own-view.repository.ts';
import type { DeviceGrant } from './tokens.ts';

/** The stages that a plan may be entered by. */
const ENTRIES: readonly string[] = ['gate', 'devices'];

export interface AttemptView {
	readonly attempt: string;
	readonly state: AttemptState;
	readonly head: Head;
	readonly details: OwnDetails;
	readonly chat: readonly ChatLine[];
	readonly lot: OwnLot | null;
	/** P5: the phone's last word, for a page that has just been opened. */
	readonly phone: HeardPhone | null;
}

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
	/** The exam's key for hand-in files (C24), made when it is first asked for; absent = there is none. */
	examKey?(exam: string): Promise<NonNullable<Frozen['handInKey']>>;
}

/** What an attempt needs of the draw (C12); `exam/server/lot.service.ts`. Refused while there is none. */
export interface Lots {
	drawOf(attempt: string): Promise<
		Result<
			{
				readonly room: string;
				readonly leaf: string;
				readonly salt: string;
				/** Null until the public value is announced. */
				readonly number: number | null;
				readonly of: number;
				readonly commitment: string;
				readonly frozenAt: number;
			},
			Refusal
		>
	>;
}

export function createAttemptService(parts: AttemptServiceParts) {
	const { db, writer, clock, log, announce, lots, examKey } = parts;

	/** Before the transaction: making a key takes a moment, and nobody's row is held meanwhile. */
	async function handInKeyFor(candidate: string): Promise<Frozen['handInKey']> {
		const place = await db
			.selectFrom('candidates')
			.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
			.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
			.select('sittings.exam_id')
			.where('candidates.id', '=', candidate)
			.executeTakeFirstOrThrow();
		return (await examKey?.(place.exam_id)) ?? null;
	}

	/** The attempt of a candidate, begun at the first login. */
	async function attemptOf(candidate: string): Promise<string> {
		const handInKey = await handInKeyFor(candidate);
		return db.transaction().execute(async (tx) => {
			const person = await tx
				.selectFrom('candidates')
				.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
				.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
				.innerJoin('exams', 'exams.id', 'sittings.exam_id')
				.select([
					'candidates.room_id',
					'sittings.id as sitting',
					'sittings.kind',
					'sittings.starts_at',
					'sittings.ends_at',
					'exams.rules',
					'exams.texts',
					'candidates.attempt_id'
				])
				.where('candidates.id', '=', candidate)
				// two clicks on the login button must not begin two attempts
				.forUpdate('candidates')
				.executeTakeFirstOrThrow();
			const known = await tx
				.selectFrom('attempts')
				.select('id')
				.where('candidate_id', '=', candidate)
				.executeTakeFirst();
			if (known) return known.id;
			const id = person.attempt_id;
			const frozen: Frozen = {
				sitting: person.sitting,
				kind: person.kind,
				startsAt: person.starts_at,
				endsAt: person.ends_at,
				rules: person.rules,
				texts: person.texts,
				handInKey
			};
			await writer.begin(tx, { id, candidate, room: person.room_id }, frozen);
			log.info({ attempt: id, sitting: person.sitting }, 'attempt begun');
			return id;
		});
	}

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
		async view(attempt: string): Promise<Result<AttemptView, Refusal>> {
			const settled = await writer.settle(attempt);
			const details = await ownDetails(db, attempt);
			if (!settled || !details) return err(refuse('attempt.not-found'));
			const [chat, lot, phone] = await Promise.all([
				chatOf(db, attempt),
				ownLot(attempt),
				heardPhone(db, attempt)
			]);
			// the value may be announced only after entry: the number is turned up as soon as there is one
			const owed = lot?.ready && settled.state.enteredAt !== null && settled.state.lot === null;
			const drawn = owed ? await lotEvent(attempt, 'entry') : null;
			const turnedUp = drawn && (await writer.apply(attempt, drawn));
			const current = turnedUp?.ok ? turnedUp.value : settled;
			return ok({ attempt, ...current, details, chat, lot, phone });
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
			const drawn = await lotEvent(attempt, 'candidate');
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

	/** The number that the draw gives, as an event; null while the draw is not fixed. */
	async function lotEvent(
		attempt: string,
		by: 'candidate' | 'entry'
	): Promise<AttemptEvent | null> {
		const draw = await lots.drawOf(attempt);
		if (!draw.ok || draw.value.number === null) return null;
		const { number, of } = draw.value;
		return { type: 'lot.drawn', data: { number, of, by } };
	}

	/** C12: undrawn at entry, it is turned up automatically. */
	async function lotAtEntry(attempt: string, event: AttemptEvent): Promise<AttemptEvent | null> {
		const enters = event.type === 'stage.confirmed' && ENTRIES.includes(event.data.stage);
		return enters ? lotEvent(attempt, 'entry') : null;
	}

	async function ownLot(attempt: string): Promise<OwnLot | null> {
		const draw = await lots.drawOf(attempt);
		if (!draw.ok) return null;
		const { room, leaf, salt, number, of, commitment, frozenAt } = draw.value;
		return { room, leaf, salt, of, commitment, committedAt: frozenAt, ready: number !== null };
	}

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
			atEntry: await lotAtEntry(grant.attempt, event)
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
