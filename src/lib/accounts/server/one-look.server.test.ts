// Real database: what is one look in a process's memory is one look in the audit log.
import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { createAudit, type AuditEntry } from './audit.ts';
import { isLookOnRecord } from './one-look.ts';
import { rememberLooks } from './remembered-looks.ts';

const { db } = await testDatabase();
const AT = 1_796_000_000_000;
const TEN_MINUTES_MS = 600_000;

test('[A4] within ten minutes it is the same look, in memory and on record, of this person at this thing alone', async () => {
	const account = randomUUID();
	await db
		.insertInto('accounts')
		.values({ id: account, account, name: '测试审计甲', password_hash: '', created_at: 0 })
		.execute();
	const look: AuditEntry = {
		...({ account, action: 'live.viewed' } as const),
		...{ target: `attempt:${randomUUID()}`, address: '192.0.2.1' }
	};
	await createAudit(db, { now: () => AT }).append(look);
	for (const [later, same] of [
		[0, true],
		[TEN_MINUTES_MS - 1, true],
		[TEN_MINUTES_MS, false]
	] as const) {
		let now = AT;
		const looks = rememberLooks({ now: () => now });
		const record = vi.fn(async () => {});
		await looks.once('look', record);
		now += later;
		await looks.once('look', record);
		expect(record).toHaveBeenCalledTimes(same ? 1 : 2);
		expect(await isLookOnRecord(db, look, AT + later)).toBe(same);
	}
	const others = [
		{ account: randomUUID() },
		{ target: 'attempt:other' },
		{ action: 'desk.viewed' }
	];
	for (const other of others)
		expect(await isLookOnRecord(db, { ...look, ...other } as AuditEntry, AT)).toBe(false);
});
