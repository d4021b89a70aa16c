// Opens the installation in DATA_DIR (or DATABASE_URL) for one command of the operator, beside a running server or alone.
import { mkdir } from 'node:fs/promises';
import { createAccounts, type Accounts } from '../../src/lib/accounts/server/accounts.ts';
import {
	createAttemptWriter,
	type DatabaseAttemptWriter
} from '../../src/lib/attempt/server/attempt-writer.ts';
import { readConfig, type Config } from '../../src/lib/server/config.ts';
import { migrateToLatest, openDatabase, type Db } from '../../src/lib/server/db/database.ts';
import { startEmbeddedPostgres } from '../../src/lib/server/db/embedded-postgres.ts';
import type { MasterKey } from '../../src/lib/server/sealing/master-key.ts';
import { openMasterKey } from '../../src/lib/server/sealing/open-master-key.ts';
import { startServerClock, type ServerClock } from '../../src/lib/server/server-clock.ts';
import { silentLog, type Log } from '../../src/lib/shared/log.ts';

export interface Installation {
	readonly config: Config;
	readonly db: Db;
	readonly clock: ServerClock;
	readonly masterKey: MasterKey;
	readonly accounts: Accounts;
	readonly writer: DatabaseAttemptWriter;
}

/** A command that makes the master key must say so, or whose face worker dies; the rest of the log is not for a screen. */
export const warnOperator: Log = {
	...silentLog,
	warn: (fields, message) => console.error(message, JSON.stringify(fields))
};

/** Errors meant for the operator are printed as words, and the process ends with 1. */
export async function asOperator(work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		const { message, stack } = error as Error;
		console.error((error as { forOperator?: true }).forOperator ? message : stack);
		process.exitCode = 1;
	}
}

export const withInstallation = (
	dataDir: string | undefined,
	work: (installation: Installation) => Promise<void>
): Promise<void> => asOperator(() => openInstallation(dataDir, work));

async function openInstallation(
	dataDir: string | undefined,
	work: (installation: Installation) => Promise<void>
): Promise<void> {
	const config = readConfig({ ...process.env, ...(dataDir ? { DATA_DIR: dataDir } : {}) });
	await mkdir(config.DATA_DIR, { recursive: true });
	const postgres = config.DATABASE_URL
		? null
		: await startEmbeddedPostgres(config.DATA_DIR, silentLog);
	const { db, close } = openDatabase(postgres?.url ?? config.DATABASE_URL, silentLog);
	await migrateToLatest(db);
	const masterKey = await openMasterKey(db, config, warnOperator);
	const clock = await startServerClock(db, silentLog);
	try {
		const accounts = createAccounts({ db, clock, log: silentLog });
		const writer = createAttemptWriter(db, clock);
		await work({ config, db, clock, masterKey, accounts, writer });
	} finally {
		clock.stop();
		await close();
		// a database that a running server started is left to it
		if (postgres && !postgres.adopted) await postgres.stop();
	}
}
