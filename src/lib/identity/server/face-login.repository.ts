// The rows of logins by face that have no session yet. No decision here.
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';
import { hashSecret } from '../../attempt/server/tokens.ts';

export interface FaceLoginRow {
	readonly id: string;
	readonly candidate: string;
	readonly expiresAt: Millis;
	readonly sessionAt: Millis | null;
}

export async function insertFaceLogin(
	db: Db,
	login: {
		readonly id: string;
		readonly candidate: string;
		readonly secret: string;
		readonly address: string;
		readonly now: Millis;
		readonly expiresAt: Millis;
	}
): Promise<void> {
	await db
		.insertInto('face_logins')
		.values({
			id: login.id,
			candidate_id: login.candidate,
			secret_hash: hashSecret(login.secret),
			address: login.address,
			created_at: login.now,
			expires_at: login.expiresAt,
			session_at: null
		})
		.execute();
}

/** Also one that has expired and was not swept away yet. */
export async function faceLoginOf(db: Db, secret: string): Promise<FaceLoginRow | null> {
	const row = await db
		.selectFrom('face_logins')
		.select(['id', 'candidate_id as candidate'])
		.select(['expires_at as expiresAt', 'session_at as sessionAt'])
		.where('secret_hash', '=', hashSecret(secret))
		.executeTakeFirst();
	return row ?? null;
}

/** With their challenges and frames. @returns whether one of them has opened a session */
export async function endFaceLogins(tx: Db, candidate: string): Promise<boolean> {
	const ended = await tx
		.deleteFrom('face_logins')
		.where('candidate_id', '=', candidate)
		.returning('session_at')
		.execute();
	return ended.some(({ session_at }) => session_at !== null);
}

export async function prolongFaceLogin(tx: Db, login: string, until: Millis): Promise<void> {
	await tx
		.updateTable('face_logins')
		.set({ expires_at: until })
		.where('id', '=', login)
		.where('expires_at', '<', until)
		.execute();
}

/** The first time counts. */
export async function markSessionOpened(tx: Db, login: string, now: Millis): Promise<void> {
	await tx
		.updateTable('face_logins')
		.set({ session_at: now })
		.where('id', '=', login)
		.where('session_at', 'is', null)
		.execute();
}

/** Whether another login of this candidate has opened its session since then. */
export async function anotherHasEntered(
	db: Db,
	{ id, candidate }: Pick<FaceLoginRow, 'id' | 'candidate'>,
	since: Millis
): Promise<boolean> {
	const row = await db
		.selectFrom('face_logins')
		.select('id')
		.where('candidate_id', '=', candidate)
		.where('id', '!=', id)
		.where('session_at', '>=', since)
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * With their challenges and frames.
 * @param before expired before; one that opened a session after `usedBefore` stays: it has used up a person's leave
 */
export async function deleteFaceLogins(
	db: Db,
	before: Millis,
	usedBefore: Millis
): Promise<number> {
	const gone = await db
		.deleteFrom('face_logins')
		.where('expires_at', '<=', before)
		.where((row) => row.or([row('session_at', 'is', null), row('session_at', '<=', usedBefore)]))
		.executeTakeFirst();
	return Number(gone.numDeletedRows);
}
