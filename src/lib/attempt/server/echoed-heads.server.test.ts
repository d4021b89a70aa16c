import { describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { attemptsOn } from '../testing/attempts-on.ts';
import { BEFORE, digest } from '../testing/events.ts';
import { openLease } from '../testing/leases.ts';
import { addCandidates } from '../testing/roster.ts';
import { createEchoedHeads } from './echoed-heads.ts';

const { db } = await testDatabase();
const clock = { now: () => BEFORE };
const { writer, service } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 3);

async function opened() {
	const error = vi.fn();
	const { attempt, lease } = await openLease({ writer, clock, service }, candidates.pop() ?? '');
	const desktop = { attempt, lease, scope: 'attempt' } as const;
	const view = await service.view(attempt);
	if (!view.ok) throw new Error(view.error.code);
	const echoes = createEchoedHeads({ db, log: { ...silentLog, error }, epoch: 'e' });
	return { attempt, desktop, head: view.value.head, echoes, error };
}

describe('[C34] the head that a device echoes', () => {
	test('is in the log, also when that has gone on', async () => {
		const { attempt, desktop, head, echoes, error } = await opened();
		echoes.heard(desktop, { seq: 0, hash: await hashOf(attempt, 0) }, 'e');
		echoes.heard(desktop, head, 'e');
		echoes.heard(desktop, null, 'e');
		await echoes.settled();
		expect([echoes.lost(), error.mock.calls.length]).toEqual([0, 0]);
	});

	test('is missing: the operator hears of it, once for an attempt, and health counts it', async () => {
		const { attempt, desktop, head, echoes, error } = await opened();
		echoes.heard(desktop, { seq: head.seq + 4, hash: digest(1) }, 'e');
		await echoes.settled();
		echoes.heard(desktop, { ...head, hash: digest(2) }, 'e');
		await echoes.settled();
		expect(echoes.lost()).toBe(1);
		expect(error.mock.calls).toEqual([
			[{ attempt, seq: head.seq + 4, told: digest(1), has: null }, expect.any(String)]
		]);
	});

	test('of another epoch says nothing: that server was restored, and all is offered again', async () => {
		const { desktop, echoes } = await opened();
		for (const epoch of ['earlier', null])
			echoes.heard(desktop, { seq: 99, hash: digest(1) }, epoch);
		await echoes.settled();
		expect(echoes.lost()).toBe(0);
	});
});

async function hashOf(attempt: string, seq: number): Promise<string> {
	const row = await db
		.selectFrom('attempt_events')
		.select('hash')
		.where('attempt_id', '=', attempt)
		.where('seq', '=', seq)
		.executeTakeFirstOrThrow();
	return row.hash;
}
