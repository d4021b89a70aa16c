// Challenges, and the frames that answer them until they are judged, closed by the master key. No decision here.
import type { Transaction } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Database } from '../../server/db/schema.ts';
import type { MasterKey } from '../../server/sealing/master-key.ts';
import type { Millis } from '../../shared/clock.ts';
import type { FaceStep } from '../face-steps.ts';

type Tx = Transaction<Database>;

export interface Challenge {
	readonly id: string;
	readonly steps: readonly FaceStep[];
	readonly issuedAt: Millis;
	readonly expiresAt: Millis;
	readonly settled: boolean;
}

export interface KeptFrame {
	readonly n: number;
	readonly at: Millis;
	readonly jpeg: Uint8Array;
}

const selected = (db: Db) =>
	db
		.selectFrom('face_challenges')
		.select(['id', 'steps', 'settled'])
		.select(['issued_at as issuedAt', 'expires_at as expiresAt']);

/** Of this login, or null. */
export async function challengeOf(db: Db, login: string, check: string): Promise<Challenge | null> {
	const row = await selected(db)
		.where('login_id', '=', login)
		.where('id', '=', check)
		.executeTakeFirst();
	return row ?? null;
}

/** Nobody else changes it until the transaction ends. */
export async function lockedChallenge(
	tx: Tx,
	login: string,
	check: string
): Promise<Challenge | null> {
	const row = await selected(tx)
		.where('login_id', '=', login)
		.where('id', '=', check)
		.forUpdate()
		.executeTakeFirst();
	return row ?? null;
}

export const openChallenges = (tx: Tx, login: string): Promise<Challenge[]> =>
	selected(tx).where('login_id', '=', login).where('settled', '=', false).forUpdate().execute();

/** @returns false: the login has gone */
export async function insertChallenge(
	tx: Tx,
	login: string,
	{ id, steps, issuedAt, expiresAt }: Omit<Challenge, 'settled'>
): Promise<boolean> {
	const there = await tx
		.selectFrom('face_logins')
		.select('id')
		.where('id', '=', login)
		.forKeyShare()
		.executeTakeFirst();
	if (!there) return false;
	await tx
		.insertInto('face_challenges')
		.values({ id, login_id: login, steps, issued_at: issuedAt, expires_at: expiresAt })
		.execute();
	return true;
}

/** Its frames go with it; the row stays, for it tells whose check that was. */
export async function settleChallenge(tx: Tx, check: string): Promise<void> {
	await tx.updateTable('face_challenges').set({ settled: true }).where('id', '=', check).execute();
	await tx.deleteFrom('face_frames').where('challenge_id', '=', check).execute();
}

export async function deleteChallenge(tx: Tx, check: string): Promise<void> {
	await tx.deleteFrom('face_challenges').where('id', '=', check).execute();
}

const contextOf = (check: string, n: number): string => `face-frame:${check}:${n}`;

export async function insertFrame(
	tx: Tx,
	check: string,
	{ n, at, jpeg }: KeptFrame,
	masterKey: MasterKey
): Promise<void> {
	const sealed = await masterKey.wrap(jpeg, contextOf(check, n));
	await tx
		.insertInto('face_frames')
		.values({ challenge_id: check, n, received_at: at, sealed })
		.execute();
}

export async function countFrames(tx: Db, check: string): Promise<number> {
	const { count } = await tx
		.selectFrom('face_frames')
		.select(({ fn }) => fn.countAll().as('count'))
		.where('challenge_id', '=', check)
		.executeTakeFirstOrThrow();
	return Number(count);
}

/** In their order. */
export async function readFrames(
	db: Db,
	check: string,
	masterKey: MasterKey
): Promise<KeptFrame[]> {
	const rows = await db
		.selectFrom('face_frames')
		.select(['n', 'received_at', 'sealed'])
		.where('challenge_id', '=', check)
		.orderBy('n')
		.execute();
	return Promise.all(
		rows.map(async ({ n, received_at, sealed }) => ({
			n,
			at: received_at,
			jpeg: await masterKey.unwrap(sealed, contextOf(check, n))
		}))
	);
}
