// From a phone's word to its desktop's page: real sockets, PostgreSQL, several processes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { liveProcess, report, type LivePage, type LiveProcess } from '../testing/live-process.ts';
import { PHONE_CHANNEL } from './phone-report.repository.ts';
import { sql } from 'kysely';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service: attempts } = attemptsOn(db, clock);
const world = { db, url, clock, writer };
const { candidates } = await addCandidates(db, 12);
const running: LiveProcess[] = [];

beforeEach(() => {
	now = BEFORE;
});
afterEach(() => Promise.all(running.splice(0).map((process) => process.close())));

async function start(everyMs?: number): Promise<LiveProcess> {
	const process = await liveProcess(world, everyMs);
	running.push(process);
	return process;
}

async function bound() {
	const candidate = candidates.pop() ?? '';
	const desktop = await openLease({ writer, clock, service: attempts }, candidate);
	return { desktop, phone: await openPhone(world, desktop.attempt) };
}

const heardBy = ({ messages }: LivePage) =>
	messages.flatMap((message) => (message.type === 'phone' ? [message.heard] : []));
const rowOf = (attempt: string) =>
	db.selectFrom('phone_reports').selectAll().where('attempt_id', '=', attempt).executeTakeFirst();

describe('[P5] what a phone says', () => {
	test('is told to its desktop, with the time at which it came, and to no phone', async () => {
		const { desktop, phone } = await bound();
		const process = await start();
		const [page, own] = [await process.open(desktop.token), await process.open(phone.token)];
		now += 700;
		await own.report(report({ page: 'check' }));
		await expect
			.poll(() => heardBy(page))
			.toEqual([{ at: BEFORE + 700, report: report({ page: 'check' }), pictureAt: null }]);
		await own.report(report({ page: 'interrupted' }));
		await expect.poll(() => heardBy(page).at(-1)?.report.page).toBe('interrupted');
		expect(heardBy(own)).toEqual([]);
	});

	test('is told by whatever process the desktop listens to', async () => {
		const { desktop, phone } = await bound();
		const other = await bound();
		const [one, two] = [await start(), await start()];
		const page = await two.open(desktop.token);
		const stranger = await two.open(other.desktop.token);
		const own = await one.open(phone.token);
		await own.report(report({ page: 'interrupted' }));
		await expect.poll(() => heardBy(page).at(-1)?.report.page).toBe('interrupted');
		expect(heardBy(stranger)).toEqual([]);
	});

	test('is with a page that is opened later', async () => {
		const { desktop, phone } = await bound();
		const process = await start();
		const before = await attempts.view(desktop.attempt);
		expect(before).toMatchObject({ ok: true, value: { phone: null } });
		await (await process.open(phone.token)).report(report());
		await process.flush();
		expect(await attempts.view(desktop.attempt)).toMatchObject({
			value: { phone: { at: BEFORE, report: report(), pictureAt: null } }
		});
	});

	test('counts only of the phone in charge', async () => {
		const { desktop, phone } = await bound();
		const process = await start();
		const first = await process.open(phone.token);
		await first.report(report());
		await process.flush();
		const next = await openPhone(world, desktop.attempt);
		now += 2000;
		await first.report(report({ page: 'sweep' }));
		await process.flush();
		expect(await rowOf(desktop.attempt)).toMatchObject({ lease_id: phone.lease, heard_at: BEFORE });
		await (await process.open(next.token)).report(report({ page: 'check' }));
		await process.flush();
		expect(await rowOf(desktop.attempt)).toMatchObject({
			...{ lease_id: next.lease, heard_at: now, filming: false, picture_at: null }
		});
	});

	test('of a desktop’s socket says nothing, nor does an older word take the place of a newer', async () => {
		const { desktop, phone } = await bound();
		const [one, two] = [await start(), await start()];
		await (await one.open(desktop.token)).report(report());
		await one.flush();
		expect(await rowOf(desktop.attempt)).toBeUndefined();
		const [here, there] = [await one.open(phone.token), await two.open(phone.token)];
		now += 500;
		await here.report(report({ page: 'stopped' }));
		await one.flush();
		now -= 100;
		await there.report(report());
		await two.flush();
		expect(await rowOf(desktop.attempt)).toMatchObject({ heard_at: BEFORE + 500, filming: false });
	});
});

describe('the writing', () => {
	const NEVER_MS = 2 ** 30;

	/** How often the row is written, as another process hears it. */
	async function writesDuring(work: () => Promise<void>): Promise<number> {
		const { default: pg } = await import('pg');
		const client = new pg.Client(url);
		let writes = 0;
		client.on('notification', () => writes++);
		await client.connect();
		await client.query(`listen ${PHONE_CHANNEL}`);
		await work();
		await client.query('select 1');
		await client.end();
		return writes;
	}

	test('is one statement for all; what says nothing new is written once a second', async () => {
		const [one, two] = [await bound(), await bound()];
		const process = await start(NEVER_MS);
		const pages = [await process.open(one.phone.token), await process.open(two.phone.token)];
		const say = async (said = {}) => {
			for (const page of pages) await page.report(report(said));
			await process.flush();
		};
		expect(await writesDuring(() => say())).toBe(2);
		now += 300;
		expect(await writesDuring(() => say({ savedTo: now }))).toBe(0);
		expect(await writesDuring(() => say({ page: 'interrupted' }))).toBe(2);
		now += 999;
		expect(await writesDuring(() => say({ page: 'interrupted' }))).toBe(0);
		now += 1;
		// said before, and due now without another word
		expect(await writesDuring(() => process.flush())).toBe(2);
		expect(await rowOf(one.desktop.attempt)).toMatchObject({ heard_at: now - 1 });
		expect(await writesDuring(() => process.flush())).toBe(0);
	});

	test('waits for nobody: a row that another process is writing comes in the next round', async () => {
		const { desktop, phone } = await bound();
		const process = await start(NEVER_MS);
		const page = await process.open(phone.token);
		await page.report(report());
		await process.flush();
		now += 1000;
		await page.report(report({ page: 'stopped' }));
		await db.transaction().execute(async (tx) => {
			await sql`select from phone_reports where attempt_id = ${desktop.attempt} for update`.execute(
				tx
			);
			await process.flush();
		});
		expect(await rowOf(desktop.attempt)).toMatchObject({ filming: true });
		await process.flush();
		expect(await rowOf(desktop.attempt)).toMatchObject({ filming: false, heard_at: now });
	});
});
