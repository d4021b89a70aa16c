// The epoch: an id that changes when the database is older than what devices were told (a restored backup). Devices
// that see a new epoch offer everything again (docs/spec/wire.md). A counter goes up in the database and then in a file
// beside it, at each start and every ten seconds: a database that counts less than the file was restored.
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Millis } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Db } from './db/database.ts';

/** What a backup younger than this lacks is not noticed. */
const BEAT_MS = 10_000;

export interface Epoch {
	readonly id: string;
	/** When it began with a restored backup; null = it did not. */
	readonly restoredAt: Millis | null;
	stop(): Promise<void>;
}

export async function enterEpoch(
	db: Db,
	dataDir: string,
	log: Log,
	beatMs = BEAT_MS
): Promise<Epoch> {
	const file = join(dataDir, 'epoch-mark');
	const seen = Number(await readFile(file, 'utf8').catch(() => '')) || 0;
	const { id, mark, restored, restoredAt } = await enter(db, seen);
	if (restored) log.warn({ epoch: id }, 'database was restored: new epoch');
	await writeMark(file, mark);

	let last = mark;
	const beat = async (): Promise<void> => {
		const counted = await countUp(db);
		if (counted > last) await writeMark(file, (last = counted));
		// the file keeps the higher mark, so that the next start sees it
		else log.error({ epoch: id }, 'database was restored under a running server: restart it');
	};
	let beating = Promise.resolve();
	const timer = setInterval(() => {
		beating = beating.then(beat).catch(() => {
			// the database is away, or the disk is full; others say so
		});
	}, beatMs);
	timer.unref();
	return {
		id,
		restoredAt,
		async stop() {
			clearInterval(timer);
			await beating;
		}
	};
}

async function enter(db: Db, seen: number) {
	return db.transaction().execute(async (tx) => {
		const row = await tx.selectFrom('server_state').selectAll().forUpdate().executeTakeFirst();
		const restored = row !== undefined && row.mark < seen;
		const epoch = row && !restored ? row.epoch : randomUUID();
		const restoredAt = restored ? await databaseTime(tx) : (row?.restored_at ?? null);
		const mark = Math.max(row?.mark ?? 0, seen) + 1;
		const state = { epoch, mark, restored_at: restoredAt };
		await tx
			.insertInto('server_state')
			.values(state)
			.onConflict((conflict) => conflict.column('singleton').doUpdateSet(state))
			.execute();
		return { id: epoch, mark, restored, restoredAt };
	});
}

/** By the clock that the server's goes by. */
async function databaseTime(db: Db): Promise<Millis> {
	const { rows } = await sql<{ now: number }>`
		select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
	const [row] = rows;
	if (!row) throw new Error('the database does not tell the time');
	return row.now;
}

async function countUp(db: Db): Promise<number> {
	const { mark } = await db
		.updateTable('server_state')
		.set({ mark: sql<number>`mark + 1` })
		.returning('mark')
		.executeTakeFirstOrThrow();
	return mark;
}

/** Written beside and renamed: a kill leaves the old mark or the new one. */
async function writeMark(file: string, mark: number): Promise<void> {
	await writeFile(`${file}.tmp`, String(mark));
	await rename(`${file}.tmp`, file);
}
