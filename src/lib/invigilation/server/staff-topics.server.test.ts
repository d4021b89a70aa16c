// Who is let in at the socket of staff, what each topic asks, and what a slow reader loses: real sockets, PostgreSQL.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, confirmed } from '../../attempt/testing/events.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import {
	logIn,
	staffProcess,
	type StaffPage,
	type StaffProcess
} from '../testing/staff-process.ts';
import type { Tile } from '../tile.ts';
import { createSessions } from '../../accounts/server/session.repository.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const world = { db, url, clock };
const { writer, service } = attemptsOn(db, clock);
const { room, candidates } = await addCandidates(db, 12);
const other = await addCandidates(db, 1);
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
const become = (role: 'administrator' | 'technician', account: string) =>
	db.updateTable('role_grants').set({ role }).where('account_id', '=', account).execute();

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

describe('[I1] the socket of staff', () => {
	test('is welcomed by its session’s cookie, at once', async () => {
		const page = await (await start()).open((await invigilator()).secret);
		await expect
			.poll(() => page.pushes)
			.toEqual([{ v: 1, type: 'welcome', epoch: 'epoch-1', now: BEFORE }]);
	});

	test.each(['', 'stolen', null])(
		'without a session (%j) it is told to log in, and closed',
		async (secret) => {
			const page = await (await start()).open(secret);
			expect(await page.closed).toBe(1008);
			expect(page.pushes).toEqual([
				{ v: 1, type: 'refused', code: 'access.login-required', about: null, topic: null }
			]);
		}
	);

	test('is closed to a candidate', async () => {
		const page = await (await start()).open((await logIn(world, 'candidate', null)).secret);
		expect(await page.closed).toBe(1008);
		expect(page.of('refused')[0]?.code).toBe('access.denied');
	});

	test('ends with a message that is none', async () => {
		const page = await (await start()).open((await invigilator()).secret);
		page.socket.send('{"v":1,"type":"hello"}');
		expect(await page.closed).toBe(1008);
		expect(page.of('refused')[0]?.code).toBe('input.invalid');
	});
});

describe('[I1] a topic', () => {
	const picture = (attempt: string) =>
		({ attempt, track: 'camera', at: now, type: 'image/jpeg' }) as const;

	test('of another room is refused, and stays silent', async () => {
		const process = await start();
		const stranger = await openLease({ writer, clock, service }, other.candidates[0] ?? '');
		const page = await process.open((await invigilator()).secret);
		page.say({ type: 'watch', room: other.room });
		page.say({ type: 'follow', attempt: stranger.attempt });
		page.say({ type: 'look', attempts: [stranger.attempt] });
		page.say({ type: 'live', attempt: stranger.attempt, device: 'desktop', viewer: randomUUID() });
		await page.settled();
		expect(page.of('refused').map(({ about, code }) => [about, code])).toEqual(
			['watch', 'follow', 'look', 'live'].map((about) => [about, 'access.denied'])
		);
		expect(page.of('tiles')).toEqual([]);
		expect(process.feed.lookers(stranger.attempt)).toBe(false);
		await writer.apply(stranger.attempt, confirmed);
		process.feed.sendPicture(picture(stranger.attempt), Buffer.from('x'));
		await page.settled();
		expect([...page.of('changed'), ...page.frames]).toEqual([]);
	});

	test('that does not exist is not found, for who may see others', async () => {
		const page = await (await start()).open((await invigilator()).secret);
		page.say({ type: 'watch', room: randomUUID() });
		page.say({ type: 'follow', attempt: randomUUID() });
		await page.settled();
		expect(page.of('refused').map(({ code }) => code)).toEqual([
			'room.not-found',
			'attempt.not-found'
		]);
	});

	test('[I5] a technician has neither tiles nor pictures', async () => {
		const process = await start();
		const { attempt } = await begun();
		const page = await watching(process, (await logIn(world, 'technician', room)).secret);
		page.say({ type: 'look', attempts: [attempt] });
		await page.settled();
		expect(page.of('refused')).toMatchObject([
			{ about: 'watch', topic: room, code: 'access.denied' },
			{ about: 'look', topic: attempt, code: 'access.denied' }
		]);
		expect(process.feed.lookers(attempt)).toBe(false);
		expect(page.of('tiles')).toEqual([]);
	});

	test('is taken away with the role, at once; what another role holds stays', async () => {
		const process = await start();
		const { attempt } = await begun();
		const { account, secret } = await invigilator();
		const page = await watching(process, secret);
		const viewer = randomUUID();
		page.say({ type: 'look', attempts: [attempt] });
		page.say({ type: 'live', attempt, device: 'desktop', viewer });
		await page.settled();
		expect(process.feed.lookers(attempt)).toBe(true);
		await become('administrator', account);
		await expect.poll(() => page.of('refused').map(({ about }) => about)).toEqual(['look', 'live']);
		expect(process.feed.lookers(attempt)).toBe(false);
		expect(process.feed.toViewer(viewer, { type: 'live-ended', viewer, why: 'gone' })).toBe(false);
		await writer.apply(attempt, confirmed);
		await expect.poll(() => tileOf(page, attempt)?.stage).toBe('wait');
		await db.deleteFrom('role_grants').where('account_id', '=', account).execute();
		expect(await page.closed).toBe(1008);
		expect(page.of('refused').at(-1)).toMatchObject({ code: 'access.denied', about: null });
	});

	test('is not given back by a round that read the person before and ends after', async () => {
		const { account, secret } = await invigilator();
		const slow = Promise.withResolvers<null>();
		let asked = 0;
		const personOf = async (one: string) => {
			const person = await createSessions(db, clock).personOf(one);
			return ++asked === 2 ? slow.promise.then(() => person) : person;
		};
		const process = await start({ personOf });
		const page = await watching(process, secret);
		const refused = () => page.of('refused').map(({ about }) => about);
		const round = process.feed.askAgain();
		await expect.poll(() => asked).toBe(2);
		await become('technician', account);
		await expect.poll(refused).toEqual(['watch']);
		slow.resolve(null);
		await round;
		page.say({ type: 'watch', room });
		await expect.poll(refused).toEqual(['watch', 'watch']);
	});

	test('is asked again by the clock, where nothing was announced', async () => {
		const process = await start({ askAgainMs: 100 });
		const page = await watching(process, (await invigilator()).secret);
		// nobody touches the session: it expires
		now += 13 * 3_600_000;
		expect(await page.closed).toBe(1008);
		expect(page.of('refused').at(-1)?.code).toBe('access.login-required');
	});

	test('ends with the logout of this browser, and not with another’s', async () => {
		const process = await start();
		const { account, secret } = await invigilator();
		const sessions = createSessions(db, clock);
		const elsewhere = await sessions.open({ account, address: '', way: 'password' });
		const [page, second] = [
			await watching(process, secret),
			await watching(process, elsewhere.secret)
		];
		await sessions.close(secret);
		expect(await page.closed).toBe(1008);
		expect(page.of('refused').at(-1)?.code).toBe('access.login-required');
		await second.settled();
		expect(second.socket.readyState).toBe(second.socket.OPEN);
	});

	test('a page that nobody can confirm is closed, to come back', async () => {
		let away = false;
		const { secret } = await invigilator();
		const sessions = createSessions(db, clock);
		const personOf = (one: string) =>
			away ? Promise.reject(new Error('database away')) : sessions.personOf(one);
		const process = await start({ personOf, askAgainMs: 1000 });
		const page = await watching(process, secret);
		away = true;
		await process.feed.askAgain();
		await page.settled();
		now += 3001;
		await process.feed.askAgain();
		expect(await page.closed).toBe(1013);
		expect(page.of('refused')).toEqual([]);
	});
});

describe('[I1] a page that does not read', () => {
	test('loses pictures, and no word', async () => {
		const { attempt } = await begun();
		const process = await start();
		const page = await watching(process, (await invigilator()).secret);
		page.say({ type: 'look', attempts: [attempt] });
		await page.settled();
		page.socket.pause();
		const header = { attempt, track: 'camera', at: now, type: 'image/jpeg' } as const;
		// more than the sockets of both ends can hold
		const bytes = Buffer.alloc(100_000, 1);
		for (let n = 0; n < 300; n++) {
			process.feed.sendPicture(header, bytes);
			process.feed.toRoom(room, { type: 'room', room });
			await new Promise((resolve) => setImmediate(resolve));
		}
		page.socket.resume();
		await expect.poll(() => page.of('room').length, { timeout: 10_000 }).toBe(300);
		expect(page.frames.length).toBeGreaterThan(0);
		expect(page.frames.length).toBeLessThan(300);
		const [frame] = page.frames;
		const line = frame?.indexOf('\n') ?? 0;
		expect(JSON.parse(frame?.subarray(0, line).toString() ?? '')).toEqual(header);
		expect(frame?.subarray(line + 1).equals(bytes)).toBe(true);
	});
});

describe('[I2] a live view', () => {
	test('begins, speaks and ends with the page; nobody speaks for another’s', async () => {
		const said: unknown[] = [];
		const process = await start({
			onLive: (viewer, device) => said.push(['live', viewer, device]),
			onSignal: (viewer, data) => said.push(['signal', viewer.viewer, data]),
			onLiveEnd: (viewer) => said.push(['end', viewer.viewer])
		});
		const { attempt } = await begun();
		const { account, secret } = await invigilator();
		const [page, second] = [await process.open(secret), await process.open(secret)];
		const viewer = randomUUID();
		page.say({ type: 'live', attempt, device: 'phone', viewer });
		await page.settled();
		second.say({ type: 'signal', viewer, data: 'x' });
		second.say({ type: 'live', attempt, device: 'phone', viewer });
		second.say({ type: 'live-end', viewer });
		await second.settled();
		expect(second.of('refused').map(({ code }) => code)).toEqual([
			'live.not-there',
			'input.invalid'
		]);
		page.say({ type: 'signal', viewer, data: 'offer' });
		await page.settled();
		page.socket.terminate();
		await expect.poll(() => said.length).toBe(3);
		expect(said).toMatchObject([
			['live', { viewer, attempt, account }, 'phone'],
			['signal', viewer, 'offer'],
			['end', viewer]
		]);
	});

	test('[I2] asked for by a page that leaves before it is answered is never begun', async () => {
		const said: string[] = [];
		const [asked, answered] = [
			Promise.withResolvers<undefined>(),
			Promise.withResolvers<undefined>()
		];
		const places = createPlaces(db);
		const process = await start({
			places: {
				...places,
				async attempt(id) {
					asked.resolve(undefined);
					await answered.promise;
					return places.attempt(id);
				}
			},
			onLive: () => void said.push('live'),
			onLiveEnd: () => void said.push('end')
		});
		const { attempt } = await begun();
		const page = await process.open((await invigilator()).secret);
		const viewer = randomUUID();
		page.say({ type: 'live', attempt, device: 'desktop', viewer });
		await asked.promise;
		page.socket.terminate();
		await expect.poll(() => process.feed.connections()).toBe(0);
		answered.resolve(undefined);
		// whoever comes after it has the same answer from the database before it
		const next = await process.open((await invigilator()).secret);
		next.say({ type: 'live', attempt, device: 'desktop', viewer: randomUUID() });
		await next.settled();
		expect(said).toEqual(['live']);
		expect(process.feed.toViewer(viewer, { type: 'live-ended', viewer, why: 'gone' })).toBe(false);
	});
});
