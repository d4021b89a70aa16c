// Papers in the database: sealed before they are written, their keys wrapped by the master key.
import { randomBytes, randomUUID, webcrypto } from 'node:crypto';
import type { Transaction } from 'kysely';
import { wholeState } from '../../attempt/attempt-state.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import { MAX_PAPER_BYTES, type PaperContent } from '../paper.ts';
import { PAPER_KEY_BYTES, PAPER_NONCE_BYTES, seal, type SealedPaper } from '../sealing.ts';

interface Sealer {
	readonly masterKey: MasterKey;
	readonly clock: Clock;
}

/** What the key of a paper is wrapped for: another paper, or another version, cannot be given its key. */
const wrapContext = (paper: string, version: number): string => `paper:${paper}:${version}`;

/**
 * Seals the paper of a sitting, in the caller's transaction. A former one is replaced: next version, new key.
 * Refused once the sitting has started: then it has been read.
 */
export async function sealPaper(
	tx: Transaction<Database>,
	{ masterKey, clock }: Sealer,
	sitting: string,
	content: PaperContent
): Promise<Result<{ paper: string; version: number }, Refusal>> {
	const found = await tx
		.selectFrom('sittings')
		.select('starts_at')
		.where('id', '=', sitting)
		.forUpdate()
		.executeTakeFirst();
	if (!found) return err(refuse('paper.no-sitting'));
	if (clock.now() >= found.starts_at) return err(refuse('paper.already-started'));
	const former = await tx
		.selectFrom('papers')
		.select(['id', 'version'])
		.where('sitting_id', '=', sitting)
		.executeTakeFirst();
	const id = former?.id ?? randomUUID();
	const version = (former?.version ?? 0) + 1;
	const key = new Uint8Array(randomBytes(PAPER_KEY_BYTES));
	const { nonce, sealed } = await seal(
		webcrypto.subtle as SubtleCrypto,
		{ v: 1, version, ...content },
		{ sitting, paper: id },
		{ key, nonce: new Uint8Array(randomBytes(PAPER_NONCE_BYTES)) }
	);
	if (sealed.byteLength > MAX_PAPER_BYTES) return err(refuse('paper.too-large'));
	const row = {
		version,
		sealed: Buffer.from(sealed),
		nonce: Buffer.from(nonce),
		wrapped_key: await masterKey.wrap(key, wrapContext(id, version)),
		created_at: clock.now()
	};
	await tx
		.insertInto('papers')
		.values({ id, sitting_id: sitting, ...row })
		.onConflict((conflict) => conflict.column('sitting_id').doUpdateSet(row))
		.execute();
	return ok({ paper: id, version });
}

export interface KeyRow {
	readonly paper: string;
	readonly version: number;
	readonly wrappedKey: string;
}

export async function unwrapPaperKey(masterKey: MasterKey, row: KeyRow): Promise<Uint8Array> {
	return masterKey.unwrap(row.wrappedKey, wrapContext(row.paper, row.version));
}

/** @param known the version that the device holds: then no bytes are read */
export async function sealedPaperOf(
	db: Db,
	attempt: string,
	known: { paper: string; version: number } | null
): Promise<SealedPaper | 'unchanged' | null> {
	const name = await db
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('papers', 'papers.sitting_id', 'rooms.sitting_id')
		.select(['papers.id', 'papers.version'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!name) return null;
	if (known?.paper === name.id && known.version === name.version) return 'unchanged';
	// one statement: bytes, nonce and version always belong together, also while a paper is being replaced
	const row = await db
		.selectFrom('papers')
		.selectAll()
		.where('id', '=', name.id)
		.executeTakeFirstOrThrow();
	return {
		sitting: row.sitting_id,
		paper: row.id,
		version: row.version,
		nonce: new Uint8Array(row.nonce),
		sealed: new Uint8Array(row.sealed)
	};
}

/** Everything the release of a key to this attempt hangs on, in one statement. */
export async function releaseFacts(
	db: Db,
	attempt: string
): Promise<{
	readonly startsAt: Millis;
	readonly entered: boolean;
	/** The device in charge, by the scope of its token: desktop, phone. */
	readonly attempt: string | null;
	readonly evidence: string | null;
	readonly key: KeyRow | null;
} | null> {
	const row = await db
		.selectFrom('attempts')
		.innerJoin('rooms', 'rooms.id', 'attempts.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.leftJoin('papers', 'papers.sitting_id', 'sittings.id')
		.select(['attempts.state', 'sittings.starts_at'])
		.select(['papers.id as paper', 'papers.version', 'papers.wrapped_key as wrappedKey'])
		.where('attempts.id', '=', attempt)
		.executeTakeFirst();
	if (!row) return null;
	const { paper, version, wrappedKey, state } = row;
	return {
		// a start that was moved after the attempt had begun: the later one, nobody reads early
		startsAt: Math.max(row.starts_at, state.frozen.startsAt),
		entered: state.enteredAt !== null,
		attempt: state.lease,
		// a row of before there were phones has none
		evidence: wholeState(state).evidence.lease,
		key: paper && version && wrappedKey ? { paper, version, wrappedKey } : null
	};
}
