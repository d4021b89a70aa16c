// Real database: attempts whose devices never come back are started and ended by the server.
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { attemptsOn } from '../testing/attempts-on.ts';
import { confirmed, ENDS_AT, STARTS_AT, BEFORE } from '../testing/events.ts';
import { openLease } from '../testing/leases.ts';
import { addCandidates } from '../testing/roster.ts';
import { startAttemptScheduler } from './attempt-scheduler.ts';
import { createAttemptWriter, type DatabaseAttemptWriter as Writer } from './attempt-writer.ts';

const { db } = await testDatabase();

test('[C23] an attempt whose device never comes back is started and ended by the server, in small rounds', async () => {
	let now = BEFORE;
	const clock = { now: () => now };
	const { writer, service } = attemptsOn(db, clock);
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

describe('rounds', () => {
	/** Attempts that have begun and whose end has passed unseen. */
	async function overdue(
		count: number
	): Promise<{ attempts: string[]; writer: Writer; clock: Clock }> {
		let now = BEFORE;
		const clock = { now: () => now };
		const { writer, service } = attemptsOn(db, clock);
		const { candidates } = await addCandidates(db, count);
		const attempts = [];
		for (const candidate of candidates)
			attempts.push((await openLease({ writer, clock, service }, candidate)).attempt);
		now = ENDS_AT + 5000;
		return { attempts, writer, clock };
	}
	const linesOf = async (attempt: string): Promise<string[]> =>
		(
			await db
				.selectFrom('attempt_events')
				.select('type')
				.where('attempt_id', '=', attempt)
				.orderBy('seq')
				.execute()
		).map(({ type }) => type);

	test('[C23] of two processes at once end each attempt once', async () => {
		const { attempts, clock } = await overdue(8);
		// both have looked before either settles
		const looked = Promise.withResolvers<null>();
		let asking = 0;
		const both = [1, 2].map(() => {
			const writer = createAttemptWriter(db, clock);
			return startAttemptScheduler({
				...{ db, clock, log: silentLog, everyMs: 3_600_000 },
				writer: {
					async settle(attempt) {
						if (++asking === 2) looked.resolve(null);
						await looked.promise;
						return writer.settle(attempt);
					}
				}
			});
		});
		expect(await Promise.all(both.map((one) => one.round()))).toEqual([8, 8]);
		expect(await both[0]?.round()).toBe(0);
		for (const attempt of attempts) {
			const ends = (await linesOf(attempt)).filter((type) => type === 'interview.ended');
			expect(ends).toHaveLength(1);
		}
		await Promise.all(both.map((one) => one.stop()));
	});

	test('[C23] one that cannot be settled stands in nobody’s way, and is tried again', async () => {
		const { attempts, writer, clock } = await overdue(3);
		const [broken = ''] = attempts;
		let repaired = false;
		const scheduler = startAttemptScheduler({
			...{ db, clock, log: silentLog, everyMs: 3_600_000, batch: 1 },
			writer: {
				settle: (attempt) =>
					attempt === broken && !repaired
						? Promise.reject(new Error('a broken row'))
						: writer.settle(attempt)
			}
		});
		// the oldest due comes first; here all are due at the same time
		for (let rounds = 0; rounds < 3; rounds++) await scheduler.round();
		const ended = async (attempt: string): Promise<boolean> =>
			(await linesOf(attempt)).includes('interview.ended');
		expect(await Promise.all(attempts.map(ended))).toEqual([false, true, true]);
		repaired = true;
		expect(await scheduler.round()).toBe(0);
		expect(await scheduler.round()).toBe(1);
		expect(await ended(broken)).toBe(true);
		await scheduler.stop();
	});
});
