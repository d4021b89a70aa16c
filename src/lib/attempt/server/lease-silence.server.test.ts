// Real database: devices that have gone, requests that nobody waits for, and attempts that are over (C8, C9, C24).
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { BEFORE, confirmed, ENDS_AT, FROZEN, STARTS_AT } from '../testing/events.ts';
import { asking, createLeaseDesk, opened } from '../testing/lease-desk.ts';
import { startLeaseSweep } from './lease-sweep.ts';

const HOUR_MS = 3_600_000;
const { db } = await testDatabase();
const desk = await createLeaseDesk(db, 20);
const { clock, writer, here, there, startProcess, browser, nextCandidate, say, answer } = desk;
const { twoDevices, stateOf, logOf } = desk;
const sweep = startLeaseSweep({ ...{ db, writer, clock, log: silentLog }, everyMs: HOUR_MS });

beforeEach(() => desk.set(BEFORE));

describe('[C8] silence', () => {
	test('of 30 s, whoever heard the last word, lets the second in and stands in the log', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		desk.wait(10_000);
		// the last sign of life came to the other process
		there.hearing.heard(first.lease);
		await there.hearing.flush();
		asking(await two.take());
		desk.wait(29_999);
		expect(asking(await two.take()).needs).toBe('staff');
		desk.wait(1);
		const second = opened(await two.take());
		expect(await logOf(attempt)).toContain('lease.answered silence');
		// the first was only cut off: it is shut, and what it holds still comes in
		expect(await say(first, { type: 'stage.confirmed', data: { stage: 'devices' } })).toBe(
			'attempt.lease-closed'
		);
		expect((await stateOf(attempt)).lease).toBe(second.lease);
	});

	test('is none while the first device speaks', async () => {
		const { two, first } = await twoDevices();
		for (let seconds = 0; seconds < 120; seconds += 5) {
			desk.wait(5000);
			here.hearing.heard(first.lease);
			expect('request' in (await two.take())).toBe(true);
		}
	});

	test('of a server that has just started is not the device’s', async () => {
		const { candidate } = await twoDevices();
		desk.wait(60_000);
		const restarted = startProcess();
		const second = browser(candidate, restarted);
		asking(await second.take());
		desk.wait(30_000);
		opened(await second.take());
	});

	test('of a granted device that never came for its lease lets the first one back in', async () => {
		const { one, two, first, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		await answer(first, request, true);
		expect(asking(await one.take()).needs).toBe('device');
		desk.wait(30_001);
		const back = opened(await one.take());
		expect((await stateOf(attempt)).lease).toBe(back.lease);
		expect(asking(await two.take()).refused).toBe(true);
	});
});

describe('[C8] withdrawn', () => {
	test('by a page that is left; another browser cannot', async () => {
		const { candidate, two, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		await here.leases.withdraw(attempt, { key: browser(candidate).key, request });
		expect((await stateOf(attempt)).request?.id).toBe(request);
		await two.withdraw(attempt);
		expect((await stateOf(attempt)).request).toBeNull();
		expect(await logOf(attempt)).toContain('lease.answered withdrawn');
		await two.withdraw(attempt);
	});

	test('by the server when the page has not come for 30 s; one that slept asks anew by itself', async () => {
		await db.updateTable('lease_requests').set({ settled: true }).execute();
		const { two, first, attempt } = await twoDevices();
		const { request } = asking(await two.take());
		desk.wait(30_000);
		expect(await sweep.round()).toBe(0);
		desk.wait(1);
		here.hearing.heard(first.lease);
		expect(await sweep.round()).toBe(1);
		expect(await sweep.round()).toBe(0);
		expect((await stateOf(attempt)).request).toBeNull();
		const anew = asking(await two.take());
		expect(anew.refused).toBe(false);
		expect(anew.request).not.toBe(request);
	});
});

describe('[C24] after the end', () => {
	test('another device is in at once: it can only upload', async () => {
		const { two, first, attempt } = await twoDevices();
		await say(first, confirmed);
		desk.set(STARTS_AT + 1000);
		here.hearing.heard(first.lease);
		const { request } = asking(await two.take());
		desk.set(ENDS_AT);
		// a consent that comes too late changes nothing
		const late = { request, granted: true, by: 'staff' } as const;
		expect(await writer.apply(attempt, { type: 'lease.answered', data: late })).toMatchObject({
			error: { code: 'attempt.no-request' }
		});
		const second = opened(await two.take());
		expect(second.lease).not.toBe(request);
		expect((await stateOf(attempt)).stage).toBe('upload');
	});
});

describe('[C9] an exam that lets nobody come back', async () => {
	beforeEach(async () => {
		const rules = { ...FROZEN.rules, mayComeBack: false };
		await db
			.updateTable('exams')
			.set({ rules: JSON.stringify(rules) })
			.execute();
	});

	test('needs a person’s leave from the start on, however silent the first device is', async () => {
		const candidate = nextCandidate();
		const [one, two] = [browser(candidate), browser(candidate)];
		const first = opened(await one.take());
		await say(first, confirmed);
		desk.set(STARTS_AT + 60_000);
		expect(asking(await two.take()).needs).toBe('staff');
		desk.wait(60_000);
		expect(asking(await two.take()).needs).toBe('staff');
		expect(opened(await one.take()).lease).toBe(first.lease);
	});

	test('before the start it is as everywhere', async () => {
		const candidate = nextCandidate();
		const first = opened(await browser(candidate).take());
		await say(first, confirmed);
		desk.wait(30_000);
		opened(await browser(candidate).take());
	});
});
