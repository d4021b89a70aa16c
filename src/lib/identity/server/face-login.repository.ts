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

/** With their challenges and frames. */
export async function endFaceLogins(tx: Db, candidate: string): Promise<void> {
	await tx.deleteFrom('face_logins').where('candidate_id', '=', candidate).execute();
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

/** The login that this check is of, while it is there. */
export async function loginOfCheck(
	db: Db,
	candidate: string,
	check: string
): Promise<string | null> {
	const row = await db
		.selectFrom('face_challenges')
		.innerJoin('face_logins', 'face_logins.id', 'face_challenges.login_id')
		.select('face_logins.id')
		.where('face_challenges.id', '=', check)
		.where('face_logins.candidate_id', '=', candidate)
		.executeTakeFirst();
	return row?.id ?? null;
}

/** With its challenges and frames. @returns the checks that were its own */
export async function endFaceLogin(tx: Db, login: string): Promise<string[]> {
	const checks = await tx
		.selectFrom('face_challenges')
		.select('id')
		.where('login_id', '=', login)
		.execute();
	await tx.deleteFrom('face_logins').where('id', '=', login).execute();
	return checks.map(({ id }) => id);
}

/** With their challenges and frames. @param before expired before */
export async function deleteFaceLogins(db: Db, before: Millis): Promise<number> {
	const gone = await db
		.deleteFrom('face_logins')
		.where('expires_at', '<=', before)
		.executeTakeFirst();
	return Number(gone.numDeletedRows);
}
