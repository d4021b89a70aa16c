// Real database: attempts whose devices never come back are started and ended by the server.
import { expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { confirmed, ENDS_AT, STARTS_AT, BEFORE } from '../testing/events.ts';
import { openLease } from '../testing/leases.ts';
import { addCandidates, NO_LOTS } from '../testing/roster.ts';
import { startAttemptScheduler } from './attempt-scheduler.ts';
import { createAttemptService } from './attempt.service.ts';
import { createAttemptWriter } from './attempt-writer.ts';
import { ok } from '../../shared/result.ts';

const { db } = await testDatabase();

test('[C23] an attempt whose device never comes back is started and ended by the server, in small rounds', async () => {
	let now = BEFORE;
	const clock = { now: () => now };
	const writer = createAttemptWriter(db, clock);
	const service = createAttemptService({
		...{ db, writer, clock, log: silentLog, lots: NO_LOTS },
		announce: async () => ok(undefined)
	});
	const scheduler = startAttemptScheduler({
		...{ db, writer, clock, log: silentLog },
		everyMs: 3_600_000,
		graceMs: 5000,
		batch: 2
	});
	const { candidates } = await addCandidates(db, 3);
	const attempts = [];
	for (const candidate of candidates)
		attempts.push((await openLease({ writer, clock, service }, candidate)).attempt);
	const [first = ''] = attempts;
	await writer.apply(first, confirmed);

	now = STARTS_AT + 4999;
	expect(await scheduler.round()).toBe(0);
	now = STARTS_AT + 5000;
	expect(await scheduler.round()).toBe(1);
	const stages = async (): Promise<string[]> =>
		(await db.selectFrom('attempts').select('stage').orderBy('stage').execute()).map(
			({ stage }) => stage
		);
	expect(await stages()).toEqual(['answer', 'devices', 'devices']);

	now = ENDS_AT + 5000;
	expect(await scheduler.round()).toBe(2);
	expect(await scheduler.round()).toBe(1);
	expect(await scheduler.round()).toBe(0);
	expect(await stages()).toEqual(['upload', 'upload', 'upload']);
	const { state } = await db
		.selectFrom('attempts')
		.select('state')
		.where('id', '=', first)
		.executeTakeFirstOrThrow();
	expect(state.ended).toEqual({ at: ENDS_AT, by: 'clock' });
	expect(state.startedAt).toBe(STARTS_AT);
	await scheduler.stop();
});
