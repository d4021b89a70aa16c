// From what happens to an attempt to the pages of staff: real sockets, PostgreSQL, several processes.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startDeviceHearing } from '../../attempt/server/device-hearing.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, confirmed, ENDS_AT, event } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { DesktopReport } from '../../live/device-messages.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import {
	logIn,
	staffProcess,
	type StaffPage,
	type StaffProcess
} from '../testing/staff-process.ts';
import { isCutOff } from '../tile-need.ts';
import type { Tile } from '../tile.ts';
import { startDesktopReports } from './desktop-reports.ts';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const world = { db, url, clock };
const { writer, service } = attemptsOn(db, clock);
const { room, candidates } = await addCandidates(db, 12);
const running: StaffProcess[] = [];

beforeEach(() => {
	now = BEFORE;
});
afterEach(() => Promise.all(running.splice(0).map((process) => process.stop())));

async function start(options?: Parameters<typeof staffProcess>[1]): Promise<StaffProcess> {
	const process = await staffProcess(world, options);
	running.push(process);
	return process;
}
const nextCandidate = (): string => candidates.pop() ?? '';
const begun = () => openLease({ writer, clock, service }, nextCandidate());
const invigilator = () => logIn(world, 'invigilator', room);

async function watching(process: StaffProcess, secret: string): Promise<StaffPage> {
	const page = await process.open(secret);
	page.say({ type: 'watch', room });
	await page.settled();
	return page;
}
/** As the page has it now: what was pushed last. */
const tileOf = (page: StaffPage, attempt: string): Tile | undefined =>
	page
		.of('tiles')
		.flatMap(({ tiles }) => tiles)
		.findLast((tile) => tile.attempt === attempt);
const report = (said: Partial<DesktopReport> = {}): DesktopReport => ({
	...{ battery: null, savedTo: now, safeTo: now, backlogBytes: 0, roundTripMs: 20 },
	...said
});

describe('[I1] a tile', () => {
	test('follows an incident within a second, at every process that shows the room', async () => {
		const { attempt } = await begun();
		await writer.apply(attempt, confirmed);
		const [one, two] = [await start(), await start()];
		const { secret } = await invigilator();
		const pages = [await watching(one, secret), await watching(two, secret)];
		const began = performance.now();
		await writer.apply(
			attempt,
			event('incident.noted', { ...{ kind: 'no-face', track: null }, from: now, until: null })
		);
		await expect
			.poll(() => pages.map((page) => tileOf(page, attempt)?.worst?.kind), { interval: 5 })
			.toEqual(['no-face', 'no-face']);
		expect(performance.now() - began).toBeLessThan(1000);
		expect(tileOf(pages[0] as StaffPage, attempt)).toMatchObject({ need: 'incidents' });
	});

	test('of an attempt that begins is there', async () => {
		const page = await watching(await start(), (await invigilator()).secret);
		const { attempt } = await begun();
		await expect.poll(() => tileOf(page, attempt)?.stage).toBe('devices');
	});

	test('has the devices’ last words and pictures, and nobody else’s', async () => {
		const { attempt, lease } = await begun();
		const process = await start();
		const page = await watching(process, (await invigilator()).secret);
		const reports = startDesktopReports({ db, clock, log: silentLog, everyMs: 2 ** 30 });
		now += 500;
		reports.heard({ attempt, lease }, report({ backlogBytes: 7 }));
		await reports.flush();
		await expect
			.poll(() => tileOf(page, attempt)?.desktop)
			.toEqual({ at: now, report: report({ backlogBytes: 7 }) });
		reports.heard({ attempt, lease: randomUUID() }, report({ backlogBytes: 9 }));
		await reports.flush();
		const phone = await openPhone({ writer, clock }, attempt);
		await expect.poll(() => tileOf(page, attempt)?.phone).toBe('bound');
		expect(tileOf(page, attempt)).toMatchObject({
			...{ desktop: { report: { backlogBytes: 7 } }, phoneHeard: null }
		});
		expect(phone.attempt).toBe(attempt);
		await reports.stop();
	});

	test('says how many messages nobody has answered; what the whole room is told answers nobody', async () => {
		const { attempt, lease } = await begun();
		const page = await watching(await start(), (await invigilator()).secret);
		const unread = () => tileOf(page, attempt)?.unread;
		const help = (id = randomUUID()) =>
			writer.applyCommand(attempt, {
				...{ id, lease, clientAt: now },
				event: { ...event('help.sent', { at: now }), payload: { text: '听不到声音' } }
			});
		const answer = (broadcast?: string) =>
			writer.apply(attempt, {
				...event('help.answered', broadcast ? { broadcast } : {}),
				payload: { text: '请稍候', account: randomUUID() }
			});
		await help();
		await help();
		await expect.poll(unread).toBe(2);
		expect(tileOf(page, attempt)?.need).toBe('unread');
		await answer(randomUUID());
		await writer.apply(attempt, {
			...event('warning.given', { id: randomUUID(), broadcast: randomUUID() }),
			payload: { text: '请保持安静', account: randomUUID() }
		});
		await page.settled();
		await help();
		await expect.poll(unread).toBe(3);
		await answer();
		await expect.poll(unread).toBe(0);
	});

	test('changes by the clock alone', async () => {
		const { attempt } = await begun();
		const page = await watching(
			await start({ times: { clockMs: 50 } }),
			(await invigilator()).secret
		);
		await writer.apply(attempt, confirmed);
		await expect.poll(() => tileOf(page, attempt)?.need).toBe('running');
		now = ENDS_AT + 1;
		await expect.poll(() => tileOf(page, attempt)?.need).toBe('upload-outstanding');
	});

	test('of a computer whose sockets are blocked is not cut off: its requests are heard', async () => {
		const { attempt, lease } = await begun();
		await writer.apply(attempt, confirmed);
		const silent = await begun();
		await writer.apply(silent.attempt, confirmed);
		const page = await watching(
			await start({ times: { clockMs: 50 } }),
			(await invigilator()).secret
		);
		now += 60_000;
		const isAway = (one: string): boolean => {
			const tile = tileOf(page, one);
			if (!tile) throw new Error('no tile');
			return isCutOff(tile, now);
		};
		expect([isAway(attempt), isAway(silent.attempt)]).toEqual([true, true]);
		// nothing in the log, no report: nobody announces it
		const hearing = startDeviceHearing({ db, clock, log: silentLog, everyMs: 2 ** 30 });
		hearing.heard(lease);
		await hearing.stop();
		await expect.poll(() => isAway(attempt)).toBe(false);
		expect(tileOf(page, attempt)?.desktop?.at).toBe(now);
		expect(isAway(silent.attempt)).toBe(true);
	});

	test('that is no other is not pushed again', async () => {
		const { attempt } = await begun();
		const page = await watching(
			await start({ times: { clockMs: 20 } }),
			(await invigilator()).secret
		);
		const pushed = page.of('tiles').length;
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(page.of('tiles')).toHaveLength(pushed);
		expect(tileOf(page, attempt)).toBeDefined();
	});

	test('is read again when announcements may have been missed', async () => {
		const { attempt } = await begun();
		const page = await watching(await start(), (await invigilator()).secret);
		// written while nobody is told of it
		await db
			.updateTable('attempts')
			.set({ state: sql`jsonb_set(state::jsonb, '{stage}', '"wait"')::json` })
			.where('id', '=', attempt)
			.execute();
		await page.settled();
		expect(tileOf(page, attempt)?.stage).toBe('devices');
		await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and query like 'listen %'`.execute(db);
		await expect.poll(() => tileOf(page, attempt)?.stage).toBe('wait');
		expect(page.of('room')).toEqual([{ v: 1, type: 'room', room }]);
	});
});

describe('[I1] who follows an attempt', () => {
	test('hears each line of its log, also without its room', async () => {
		const { attempt } = await begun();
		const page = await (await start()).open((await invigilator()).secret);
		page.say({ type: 'follow', attempt });
		await page.settled();
		await writer.apply(attempt, confirmed);
		const { head_seq } = await db
			.selectFrom('attempts')
			.select('head_seq')
			.where('id', '=', attempt)
			.executeTakeFirstOrThrow();
		await expect
			.poll(() => page.of('changed'))
			.toEqual([{ v: 1, type: 'changed', attempt, seq: head_seq }]);
		page.say({ type: 'follow', attempt: null });
		await page.settled();
		await writer.apply(attempt, event('details.disputed', {}));
		await new Promise((resolve) => setTimeout(resolve, 150));
		expect(page.of('changed')).toHaveLength(1);
	});
});
