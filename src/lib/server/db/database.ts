// One pool, one dialect. Everything that is not a query builder's business stays out of here.
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Log } from '../../shared/log.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

// bigint columns hold milliseconds, bytes and counters, all far below 2^53
const INT8 = 20;
pg.types.setTypeParser(INT8, Number);

const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 5000;

export interface OpenDatabase {
	readonly db: Db;
	readonly pool: pg.Pool;
	close(): Promise<void>;
}

/** @param url postgres://… of any PostgreSQL ≥ 15 */
export function openDatabase(url: string, log: Log): OpenDatabase {
	const pool = new pg.Pool({
		connectionString: url,
		max: POOL_SIZE,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS
	});
	// an idle connection that dies must not end the process; the next query opens another
	pool.on('error', (error) => log.warn({ err: error.message }, 'database connection lost'));
	const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
	return { db, pool, close: () => db.destroy() };
}

/** Kysely's migrator takes an advisory lock: several processes may start at once. */
export async function migrateToLatest(db: Db): Promise<string[]> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
	const { error, results } = await migrator.migrateToLatest();
	if (error) throw error;
	return (results ?? []).map((result) => result.migrationName);
}

export async function pingDatabase(db: Db): Promise<void> {
	await sql`select 1`.execute(db);
}
