import { expect, test } from 'vitest';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { publishSitting } from './publish.service.ts';

const { db } = await testDatabase();
const clock = { now: () => 0 };

test('a sitting that is no id, however like one it looks, is asked for by its code', async () => {
	const writer = createAttemptWriter(db, clock);
	for (const name of ['-'.repeat(36), 'a'.repeat(36), 'S-1'])
		expect(await publishSitting({ db, writer, clock }, name)).toEqual({
			...{ ok: false, error: 'unknown' }
		});
});
