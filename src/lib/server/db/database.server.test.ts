import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { migrateToLatest, pingDatabase } from './database.ts';

const { db } = await testDatabase();

test('a second migration at start changes nothing', async () => {
	await pingDatabase(db);
	expect(await migrateToLatest(db)).toEqual([]);
});
