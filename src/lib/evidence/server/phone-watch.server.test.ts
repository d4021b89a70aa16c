// P5: what the server puts on record when it hears nothing of a phone that films.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import {
	BEFORE,
	confirmed,
	filming,
	interrupted,
	stoppedPhone
} from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { liveProcess, report, type LivePage, type LiveProcess } from '../testing/live-process.ts';

const NEVER_MS = 2 ** 30;
const LOOK_MS = 500;
/** Longer than a process that has just started is patient. */
const SETTLED_MS = 9000;

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service: attempts } = attemptsOn(db, clock);
const world = { db, url, clock, writer };
const { candidates } = await addCandidates(db, 20);
const running: LiveProcess[] = [];

beforeEach(() => {
	now = BEFORE;
});
afterEach(async () => {
	await Promise.all(running.splice(0).map((process) => process.close()));
	await db.deleteFrom('phone_reports').execute();
});

/** A process that has been looking for a while. */
async function start(settled = true): Promise<LiveProcess> {
	const process = await liveProcess(world, NEVER_MS);
	running.push(process);
	if (settled) await pass(SETTLED_MS);
	return process;
}

/** Time goes on, and every process looks as its timer would have it. */
async function pass(ms: number): Promise<void> {
	for (const until = now + ms; now < until;) {
		now = Math.min(until, now + LOOK_MS);
		await Promise.all(running.map(({ watch }) => watch.round()));
	}
}

async function filmingPhone(process: LiveProcess) {
	const candidate = candidates.pop() ?? '';
	const desktop = await openLease({ writer, clock, service: attempts }, candidate);
	const { attempt } = desktop;
	const phone = await openPhone(world, attempt);
	await writer.apply(attempt, filming(now));
	await writer.apply(attempt, confirmed);
	const page = await process.open(phone.token);
	const say = async (said: Parameters<typeof report>[0] = {}): Promise<void> => {
		await page.report(report(said));
		await process.flush();
	};
	await say();
	return { attempt, desktop, phone, page, say };
}

async function linesOf(attempt: string, type: AttemptEvent['type'] = 'phone.interrupted') {
	const rows = await db
		.selectFrom('attempt_events')
		.select(['data', 'server_at'])
		.where('attempt_id', '=', attempt)
		.where('type', '=', type)
		.orderBy('seq')
		.execute();
	return rows.map(({ data, server_at: serverAt }) => ({
		...(JSON.parse(data) as { at?: number }),
		serverAt
	}));
}

const changesOf = ({ messages }: LivePage): number =>
	messages.filter(({ type }) => type === 'changed').length;

describe('[P5] [C33] a phone that films and falls silent', () => {
	test('is on record within five seconds of its last word, and its desktop is told', async () => {
		const process = await start();
		const { attempt, desktop } = await filmingPhone(process);
		const page = await process.open(desktop.token);
		const last = now;
		await pass(3500);
		expect(await linesOf(attempt)).toEqual([]);
		await pass(1500);
		const [line] = await linesOf(attempt);
		expect(line).toMatchObject({ at: last, why: 'silent' });
		expect(line?.serverAt).toBeLessThan(last + 5000);
		expect(await linesOf(attempt)).toHaveLength(1);
		await expect.poll(() => changesOf(page)).toBeGreaterThan(0);
	});

	test('is not while it speaks, nor for a socket that closes and comes back', async () => {
		const process = await start();
		const { attempt, phone, page } = await filmingPhone(process);
		await pass(3000);
		page.close();
		await pass(400);
		const again = await process.open(phone.token);
		for (let word = 0; word < 3; word++) {
			await again.report(report());
			await process.flush();
			await pass(3400);
		}
		expect(await linesOf(attempt)).toEqual([]);
	});

	test('is not for a word that was heard here and is not written yet', async () => {
		const process = await start();
		const { attempt, page } = await filmingPhone(process);
		await pass(3400);
		await page.report(report());
		await pass(3400);
		expect(await linesOf(attempt)).toEqual([]);
	});

	test('is once, however many processes look, and again after it has come back', async () => {
		const process = await start();
		await start();
		await start();
		const { attempt, say } = await filmingPhone(process);
		const since = now;
		await pass(10_000);
		expect(await linesOf(attempt)).toHaveLength(1);
		await say();
		await writer.apply(attempt, filming(since));
		const back = now;
		expect(await linesOf(attempt, 'incident.noted')).toMatchObject([
			{ kind: 'phone-silent', from: since, until: back, track: 'evidence' }
		]);
		await pass(10_000);
		expect(await linesOf(attempt)).toHaveLength(2);
	});

	test('says nothing where the phone has said so itself, has stopped or was replaced', async () => {
		const process = await start();
		const [own, done, replaced, unsaid] = [
			await filmingPhone(process),
			await filmingPhone(process),
			await filmingPhone(process),
			await filmingPhone(process)
		];
		await writer.apply(own.attempt, interrupted(now));
		await writer.apply(done.attempt, stoppedPhone(now));
		await openPhone(world, replaced.attempt);
		await own.say({ page: 'interrupted' });
		// its own command is still on its way
		await unsaid.say({ page: 'interrupted' });
		await pass(3000);
		expect(await linesOf(unsaid.attempt)).toEqual([]);
		await pass(10_000);
		expect(await linesOf(own.attempt)).toHaveLength(1);
		expect(await linesOf(done.attempt)).toEqual([]);
		expect(await linesOf(replaced.attempt)).toEqual([]);
		// and never came
		expect(await linesOf(unsaid.attempt)).toHaveLength(1);
	});

	test('does not while it has not begun to film', async () => {
		const process = await start();
		const { attempt, say } = await filmingPhone(process);
		await say({ page: 'place' });
		await pass(10_000);
		expect(await linesOf(attempt)).toEqual([]);
	});
});

describe('[P5] a server that has heard nobody yet', () => {
	test('waits eight seconds after its start', async () => {
		const before = await start();
		const { attempt, phone } = await filmingPhone(before);
		await before.close();
		running.length = 0;
		now += 20_000;
		const process = await start(false);
		await pass(7500);
		expect(await linesOf(attempt)).toEqual([]);
		// back in time
		const page = await process.open(phone.token);
		await page.report(report());
		await process.flush();
		await pass(3000);
		expect(await linesOf(attempt)).toEqual([]);
		await pass(2000);
		expect(await linesOf(attempt)).toHaveLength(1);
	});

	test('then tells who has not come back, from when it was last heard', async () => {
		const before = await start();
		const { attempt } = await filmingPhone(before);
		const last = now;
		await before.close();
		running.length = 0;
		now += 20_000;
		await start(false);
		await pass(9000);
		const { state } = (await writer.settle(attempt)) ?? {};
		expect(state).toMatchObject({ phone: 'interrupted', evidence: { interruptedAt: last } });
	});

	test('nor after it has stood still', async () => {
		const process = await start();
		const { attempt } = await filmingPhone(process);
		now += 6000;
		await process.watch.round();
		await pass(2000);
		expect(await linesOf(attempt)).toEqual([]);
	});
});
