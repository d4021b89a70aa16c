// Counts login tries in the database, so that the limits hold over several processes and a restart.
import { sql } from 'kysely';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { limitsFor, TRIES_WINDOW_MS, waitBeforeTry, type TryLimit } from '../login-policy.ts';

export interface LoginThrottle {
	/** Takes one try, or says how long to wait (ms) before one is allowed. A refused try is not counted. */
	take(account: string, address: string): Promise<number>;
	/** The password was right: the account starts afresh, and the address gets this try back. */
	giveBack(account: string, address: string): Promise<void>;
	/** A new password was issued. */
	forget(account: string): Promise<void>;
}

export function createLoginThrottle(db: Db, clock: Clock): LoginThrottle {
	return {
		take: (account, address) =>
			db.transaction().execute(async (tx) => {
				const limits = limitsFor(account, address);
				// always the account first: who waits for an address holds nothing another address's holder waits for
				for (const { key } of limits)
					await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
				const now = clock.now();
				let wait = 0;
				for (const limit of limits) wait = Math.max(wait, await waitFor(tx, limit, now));
				if (wait === 0) await record(tx, limits, now);
				return wait;
			}),
		async giveBack(account, address) {
			const [ofAccount, ofAddress] = limitsFor(account, address);
			await db.deleteFrom('login_tries').where('key', '=', ofAccount.key).execute();
			await sql`delete from login_tries where ctid = (
				select ctid from login_tries where key = ${ofAddress.key} order by at desc limit 1
				for update skip locked)`.execute(db);
		},
		async forget(account) {
			const [{ key }] = limitsFor(account, '');
			await db.deleteFrom('login_tries').where('key', '=', key).execute();
		}
	};
}

async function waitFor(tx: Db, { key, tries }: TryLimit, now: number): Promise<number> {
	const rows = await tx
		.selectFrom('login_tries')
		.select('at')
		.where('key', '=', key)
		.where('at', '>', now - TRIES_WINDOW_MS)
		.orderBy('at', 'desc')
		.limit(tries)
		.execute();
	return waitBeforeTry(
		rows.map((row) => row.at),
		tries,
		now
	);
}

async function record(tx: Db, limits: readonly TryLimit[], now: number): Promise<void> {
	await tx
		.deleteFrom('login_tries')
		.where('at', '<=', now - TRIES_WINDOW_MS)
		.execute();
	await tx
		.insertInto('login_tries')
		.values(limits.map(({ key }) => ({ key, at: now })))
		.execute();
}
