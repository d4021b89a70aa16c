// The epoch: an id that changes when the database is older than the files it belongs to (a restored backup). Devices
// that see a new epoch offer everything again (docs/spec/wire.md).
import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import type { Db } from './db/database.ts';

/** Counts this start in the database and beside it; a database that counts fewer than the file was restored. */
export async function enterEpoch(db: Db, dataDir: string, log: Log): Promise<string> {
	const file = join(dataDir, 'boots');
	const seen = Number(await readFile(file, 'utf8').catch(() => '0'));
	const entered = await db.transaction().execute(async (tx) => {
		const row = await tx.selectFrom('server_state').selectAll().forUpdate().executeTakeFirst();
		const restored = row !== undefined && row.boots < seen;
		const epoch = row && !restored ? row.epoch : randomUUID();
		const boots = Math.max(row?.boots ?? 0, seen) + 1;
		await tx
			.insertInto('server_state')
			.values({ epoch, boots })
			.onConflict((conflict) => conflict.column('singleton').doUpdateSet({ epoch, boots }))
			.execute();
		return { epoch, boots, restored };
	});
	if (entered.restored) log.warn({ epoch: entered.epoch }, 'database was restored: new epoch');
	await writeFile(`${file}.tmp`, String(entered.boots));
	await rename(`${file}.tmp`, file);
	return entered.epoch;
}
