// Closes a sitting (C34): the heads of all its attempts become one signed root that is published. What is written later
// goes on behind the closed heads; nothing published changes (the database refuses it too).
import type { Audit } from '../../accounts/server/audit.ts';
import { missingParts, wholeState } from '../../attempt/attempt-state.ts';
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { isId } from '../../shared/fields.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import { merkleRoot } from '../merkle.ts';
import { rootBytes, type PublicKey, type RootStatement } from '../signing.ts';
import type { SigningKey } from './signing-key.ts';

/** What everybody may know of a closed sitting: no name, no attempt. */
export interface PublishedRoot extends RootStatement {
	readonly key: PublicKey;
	readonly signature: string;
}

/** An attempt that has not come to its end, or whose parts are not all here. */
export interface UnfinishedAttempt {
	readonly admission: string;
	readonly stage: string;
	readonly parts: number;
}

export interface ClosedNow {
	readonly root: PublishedRoot;
	/** It had been closed before; nothing was done. */
	readonly before: boolean;
	readonly unfinished: readonly UnfinishedAttempt[];
}

export type NotClosed =
	| { readonly why: 'unknown' | 'not-over' }
	| { readonly why: 'unfinished'; readonly unfinished: readonly UnfinishedAttempt[] };

export interface SittingRoots {
	/** @param sitting id or code. @param anyway also with attempts that are not done */
	close(sitting: string, anyway: boolean): Promise<Result<ClosedNow, NotClosed>>;
	/** 'sitting.not-found', 'sitting.not-closed' */
	published(code: string): Promise<Result<PublishedRoot, Refusal>>;
}

interface Sitting {
	readonly id: string;
	readonly code: string;
	readonly ends_at: Millis;
}

export function createSittingRoots(world: {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'settle'>;
	readonly clock: Clock;
	readonly audit: Audit;
	readonly key: SigningKey;
}): SittingRoots {
	const { db, writer, clock, audit, key } = world;

	const find = (name: string): Promise<Sitting | undefined> =>
		db
			.selectFrom('sittings')
			.select(['id', 'code', 'ends_at'])
			.where(isId(name) ? 'id' : 'code', '=', name)
			.executeTakeFirst();

	async function rootOf({ id, code }: Sitting): Promise<PublishedRoot | null> {
		const row = await db
			.selectFrom('sitting_roots')
			.selectAll()
			.where('sitting_id', '=', id)
			.executeTakeFirst();
		if (!row) return null;
		const { closed_at: closedAt, count, root, signature } = row;
		return { sitting: code, closedAt, count, root, signature, key: key.public };
	}

	/** Whatever the clock has made due is said before the log is closed. */
	async function settleAll({ id }: Sitting): Promise<void> {
		const rows = await attemptsIn(db, id).select('attempts.id').execute();
		for (const attempt of rows) await writer.settle(attempt.id);
	}

	/** @returns false when another process was first */
	const write = ({ id, code }: Sitting): Promise<boolean> =>
		db.transaction().execute(async (tx) => {
			const heads = await attemptsIn(tx, id)
				.select(['attempts.id', 'attempts.head_seq as seq', 'attempts.head_hash as hash'])
				// their place says nothing
				.orderBy('attempts.head_hash')
				.execute();
			const root = merkleRoot(heads.map(({ hash }) => hash));
			const statement = { sitting: code, closedAt: clock.now(), count: heads.length, root };
			const { numInsertedOrUpdatedRows } = await tx
				.insertInto('sitting_roots')
				.values({
					...{ sitting_id: id, closed_at: statement.closedAt, count: heads.length, root },
					signature: await key.sign(rootBytes(statement))
				})
				.onConflict((conflict) => conflict.column('sitting_id').doNothing())
				.executeTakeFirstOrThrow();
			if (numInsertedOrUpdatedRows === 0n) return false;
			const rows = heads.map(({ id: attempt_id, seq, hash }, place) => ({
				...{ sitting_id: id, place, attempt_id, seq, hash }
			}));
			if (rows.length > 0) await tx.insertInto('sitting_heads').values(rows).execute();
			const line = { account: null, action: 'sitting.closed', address: 'local' } as const;
			await audit.append({ ...line, target: `sitting:${id}` }, tx);
			return true;
		});

	return {
		async close(name, anyway) {
			const sitting = await find(name);
			if (!sitting) return err({ why: 'unknown' });
			const known = await rootOf(sitting);
			if (!known && sitting.ends_at > clock.now()) return err({ why: 'not-over' });
			if (!known) await settleAll(sitting);
			const unfinished = await unfinishedIn(db, sitting.id);
			if (known) return ok({ root: known, before: true, unfinished });
			if (unfinished.length > 0 && !anyway) return err({ why: 'unfinished', unfinished });
			const written = await write(sitting);
			const root = await rootOf(sitting);
			if (!root) throw new Error(`no root of the sitting ${sitting.id}`);
			return ok({ root, before: !written, unfinished });
		},
		async published(code) {
			const sitting = await find(code);
			if (!sitting) return err(refuse('sitting.not-found'));
			const root = await rootOf(sitting);
			return root ? ok(root) : err(refuse('sitting.not-closed'));
		}
	};
}

const attemptsIn = (db: Db, sitting: string) =>
	db
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.where('rooms.sitting_id', '=', sitting);

async function unfinishedIn(db: Db, sitting: string): Promise<UnfinishedAttempt[]> {
	const rows = await attemptsIn(db, sitting)
		.innerJoin('candidates', 'candidates.id', 'attempts.candidate_id')
		.select(['candidates.admission', 'attempts.stage', 'attempts.state'])
		.orderBy('candidates.admission')
		.execute();
	return rows.flatMap(({ admission, stage, state: kept }) => {
		const state = wholeState(kept);
		const parts = missingParts(state).length;
		// a person has decided that nothing more is expected (C24)
		const settled = state.lostAt !== null || (stage === 'done' && parts === 0);
		return settled ? [] : [{ admission, stage, parts }];
	});
}
