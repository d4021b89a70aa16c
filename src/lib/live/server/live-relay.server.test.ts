// Viewer and device brought together: one process and two, real PostgreSQL between them.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { sweepLetters } from './live-letters.repository.ts';
import { relayProcess, type RelayProcess, type RelayViewer } from '../testing/relay-process.ts';
import { WIRE_VERSION, type ServerMessage } from '../wire.ts';

const { db, url } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const { writer, service: attempts } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 30);
const accounts = await db.selectFrom('accounts').select('id').limit(4).execute();
const [account = '', other = ''] = accounts.map(({ id }) => id);

const running: RelayProcess[] = [];
afterEach(async () => {
	await Promise.all(running.splice(0).map((process) => process.stop()));
});
async function start(...options: Parameters<typeof relayProcess>[1][]): Promise<RelayProcess> {
	const process = await relayProcess({ db, url, clock }, options[0]);
	running.push(process);
	return process;
}

async function device(): Promise<DeviceGrant> {
	const candidate = candidates.pop() ?? '';
	const { attempt, lease } = await openLease({ writer, clock, service: attempts }, candidate);
	return { attempt, lease, scope: 'attempt' };
}

const asked = (told: readonly ServerMessage[]) => told.filter((message) => message.type === 'live');
const seats = (told: readonly ServerMessage[]) => asked(told).map(({ viewer }) => viewer);
const heardBy = (told: readonly ServerMessage[]): string[] =>
	told.map((message) =>
		message.type === 'signal'
			? `signal ${message.data}`
			: message.type === 'live-ended'
				? `ended ${message.why}`
				: message.type
	);
const signal = (viewer: string, data: string) =>
	({ v: WIRE_VERSION, type: 'signal', viewer, data }) as const;
const ended = (viewer: string, why: 'uplink' | 'stopped') =>
	({ v: WIRE_VERSION, type: 'live-ended', viewer, why }) as const;
const isLive = ({ words }: RelayViewer) =>
	expect.poll(() => words()[0], { interval: 10 }).toBe('live');
const say = (process: RelayProcess, grant: DeviceGrant, seat: string | undefined, data: string) =>
	process.relay.fromDevice(grant, signal(seat ?? '', data));
/** Everything that was written has been read by whom it is for. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));
const looks = (attempt: string) =>
	db
		.selectFrom('audit_log')
		.select(['account_id', 'address'])
		.where('action', '=', 'live.viewed')
		.where('target', '=', `attempt:${attempt}`)
		.execute();

describe.each([1, 2])('[I2] through %i process(es)', (count) => {
	async function world() {
		const one = await start();
		const staff = count === 1 ? one : await start();
		return { one, staff };
	}

	test('the device is asked, both signal in order, the viewer by its own name and the device by the server’s', async () => {
		const { one, staff } = await world();
		const desktop = await device();
		const told = one.connect(desktop);
		const viewer = staff.ask(account, desktop.attempt);
		await isLive(viewer);
		const [seat] = seats(told);
		expect(seat).not.toBe(viewer.viewer);
		const ways = [asked(told)[0], viewer.told[0]].map((push) =>
			push?.type === 'live' ? push.iceServers : []
		);
		for (const [turn] of ways) expect(turn?.username).toBe(`${now / 1000 + 3600}:${seat}`);
		for (let n = 0; n < 40; n++) {
			say(one, desktop, seat, `d${n}`);
			staff.relay.signal(viewer.viewer, `v${n}`);
		}
		const numbers = Array.from({ length: 40 }, (_, n) => n);
		await expect.poll(viewer.words).toEqual(['live', ...numbers.map((n) => `signal d${n}`)]);
		await expect.poll(() => heardBy(told)).toEqual(['live', ...numbers.map((n) => `signal v${n}`)]);
	});

	test('either side’s going ends it for the other, and the seat is gone', async () => {
		const { one, staff } = await world();
		const desktop = await device();
		const told = one.connect(desktop);
		const first = staff.ask(account, desktop.attempt);
		await isLive(first);
		const second = staff.ask(account, desktop.attempt);
		await isLive(second);
		staff.relay.end(first.viewer);
		await expect.poll(() => heardBy(told).at(-1)).toBe('ended gone');
		one.relay.fromDevice(desktop, ended(seats(told)[1] ?? '', 'uplink'));
		await expect.poll(second.words).toEqual(['live', 'ended uplink']);
		say(one, desktop, seats(told)[1], 'late');
		staff.relay.signal(second.viewer, 'late');
		await settled();
		expect(second.words()).toEqual(['live', 'ended uplink']);
		expect(heardBy(told)).not.toContain('signal late');
		const fourth = staff.ask(account, desktop.attempt);
		await isLive(fourth);
		one.disconnect(desktop);
		await expect.poll(fourth.words).toEqual(['live', 'ended gone']);
	});

	test('so many and no more, until one of them goes; of another device they are not counted', async () => {
		const { one, staff } = await world();
		const [desktop, elsewhere] = [await device(), await device()];
		one.connect(desktop);
		one.connect(elsewhere);
		const [first, second] = [
			staff.ask(account, desktop.attempt),
			staff.ask(other, desktop.attempt)
		];
		await isLive(first);
		await isLive(second);
		const third = staff.ask(account, desktop.attempt);
		await expect.poll(third.words).toEqual(['live.too-many']);
		await isLive(staff.ask(account, elsewhere.attempt));
		staff.relay.end(first.viewer);
		await isLive(staff.ask(account, desktop.attempt));
	});

	test('a device reaches nobody but who watches it: neither of another attempt, nor of its own computer', async () => {
		const { one, staff } = await world();
		const [desktop, stranger] = [await device(), await device()];
		const phone = await openPhone({ writer, clock }, desktop.attempt);
		const told = one.connect(desktop);
		one.connect(stranger);
		const ownTold = one.connect(phone);
		const viewer = staff.ask(account, desktop.attempt);
		const ofPhone = staff.ask(account, desktop.attempt, 'phone');
		await isLive(viewer);
		await isLive(ofPhone);
		expect(seats(told)).toHaveLength(1);
		expect(seats(ownTold)).toHaveLength(1);
		for (const from of [stranger, phone]) {
			say(one, from, seats(told)[0], 'forged');
			// by the name that the page gave it, too
			say(one, from, viewer.viewer, 'forged');
			one.relay.fromDevice(from, ended(seats(told)[0] ?? '', 'stopped'));
		}
		say(one, desktop, seats(ownTold)[0], 'forged');
		// the right lease, said of another attempt
		say(one, { ...desktop, attempt: stranger.attempt }, seats(told)[0], 'forged');
		say(one, desktop, seats(told)[0], 'true');
		await expect.poll(viewer.words).toEqual(['live', 'signal true']);
		await settled();
		expect(viewer.words()).toEqual(['live', 'signal true']);
		expect(ofPhone.words()).toEqual(['live']);
	});

	test('[I2] who floods is cut off', async () => {
		const { one, staff } = await world();
		const desktop = await device();
		const told = one.connect(desktop);
		const viewer = staff.ask(account, desktop.attempt);
		await isLive(viewer);
		for (let n = 0; n < 400; n++) say(one, desktop, seats(told)[0], 'x');
		await expect.poll(() => viewer.words().at(-1)).toBe('ended failed');
		expect(viewer.words()).toHaveLength(302);
	});
});

describe('[I2] live views', () => {
	test('no such device anywhere: said at once when none is in charge, after a moment when it is not connected', async () => {
		const process = await start({ answerWithinMs: 300 });
		const desktop = await device();
		const [phone, computer] = [
			process.ask(account, desktop.attempt, 'phone'),
			process.ask(account, desktop.attempt)
		];
		await expect.poll(phone.words).toEqual(['live.not-there']);
		expect(computer.words()).toEqual([]);
		await expect.poll(computer.words).toEqual(['live.not-there']);
		expect(await looks(desktop.attempt)).toEqual([]);
		await expect.poll(process.ask(account, randomUUID()).words).toEqual(['live.not-there']);
	});

	test('a look is on record once in ten minutes for each who looks, and not when nothing was seen', async () => {
		const process = await start();
		const desktop = await device();
		process.connect(desktop);
		for (let n = 0; n < 3; n++) {
			const viewer = process.ask(account, desktop.attempt);
			await isLive(viewer);
			process.relay.end(viewer.viewer);
		}
		expect(await looks(desktop.attempt)).toEqual([{ account_id: account, address: '192.0.2.7' }]);
		await isLive(process.ask(other, desktop.attempt));
		expect(await looks(desktop.attempt)).toHaveLength(2);
		now += 10 * 60_000 + 1;
		await isLive(process.ask(account, desktop.attempt));
		expect(await looks(desktop.attempt)).toHaveLength(3);
	});

	test('a viewer that left before it was answered leaves no seat behind', async () => {
		const process = await start();
		const desktop = await device();
		process.connect(desktop);
		for (let n = 0; n < 5; n++) process.relay.end(process.ask(account, desktop.attempt).viewer);
		const kept = process.ask(account, desktop.attempt);
		await isLive(kept);
		await isLive(process.ask(account, desktop.attempt));
	});

	test('another computer takes the place: who watched the former one is told, and sees the new one', async () => {
		const process = await start({ everyMs: 50 });
		const former = await device();
		process.connect(former);
		const viewer = process.ask(account, former.attempt);
		await isLive(viewer);
		const lease = randomUUID();
		await writer.within(former.attempt, async (_, { take }) => {
			take({ type: 'lease.opened', data: { lease, device: 'desktop' } }, null);
		});
		await expect.poll(viewer.words).toEqual(['live', 'ended gone']);
		const told = process.connect({ ...former, lease });
		await isLive(process.ask(account, former.attempt));
		expect(seats(told)).toHaveLength(1);
	});

	test('a process that dies takes its viewers along: their seats are free once they were silent for some rounds', async () => {
		const [one, alive, dead] = [
			await start({ everyMs: 50 }),
			await start({ everyMs: 50 }),
			await start()
		];
		const desktop = await device();
		const told = one.connect(desktop);
		await isLive(alive.ask(account, desktop.attempt));
		await isLive(dead.ask(account, desktop.attempt));
		await expect.poll(one.ask(account, desktop.attempt).words).toEqual(['live.too-many']);
		for (let n = 0; n < 3; n++) {
			now += 60;
			await settled();
		}
		await expect.poll(() => heardBy(told).filter((word) => word === 'ended gone')).toHaveLength(1);
		await isLive(one.ask(account, desktop.attempt));
		await expect.poll(one.ask(account, desktop.attempt).words).toEqual(['live.too-many']);
	});

	test('[I2] a viewer that has vanished loses its seat with the next word for it', async () => {
		const process = await start();
		const desktop = await device();
		const told = process.connect(desktop);
		const viewer = process.ask(account, desktop.attempt);
		await isLive(viewer);
		process.vanish(viewer.viewer);
		say(process, desktop, seats(told)[0], 'anybody?');
		await expect.poll(() => heardBy(told)).toEqual(['live', 'ended gone']);
	});

	test('[I2] a viewer that vanishes before the device answers leaves no seat behind', async () => {
		const process = await start();
		const desktop = await device();
		const told = process.connect(desktop);
		process.vanish(process.ask(account, desktop.attempt).viewer);
		await expect.poll(() => heardBy(told)).toEqual(['live', 'ended gone']);
		await isLive(process.ask(account, desktop.attempt));
		await isLive(process.ask(account, desktop.attempt));
	});

	test('one lease at two processes: the end of a former socket breaks nothing, whichever goes first; the last one’s, or the device’s own word, ends it', async () => {
		const [staff, one, two] = [await start(), await start(), await start()];
		const orders = [[one, two] as const, [two, one] as const];
		for (const [first, last] of orders) {
			const desktop = await device();
			first.connect(desktop);
			const told = last.connect(desktop);
			const viewer = staff.ask(account, desktop.attempt);
			await isLive(viewer);
			const other = staff.ask(account, desktop.attempt);
			await expect.poll(() => seats(told).length).toBe(2);
			await settled();
			last.relay.fromDevice(desktop, ended(seats(told)[1] ?? '', 'stopped'));
			await expect.poll(other.words).toEqual(['live', 'ended stopped']);
			first.disconnect(desktop);
			await settled();
			expect(viewer.words()).toEqual(['live']);
			last.disconnect(desktop);
			await expect.poll(viewer.words).toEqual(['live', 'ended gone']);
		}
	});

	test('what was said is swept away', async () => {
		const process = await start();
		const desktop = await device();
		process.connect(desktop);
		await isLive(process.ask(account, desktop.attempt));
		await sweepLetters(db, now + 1);
		expect(await db.selectFrom('live_signals').select('id').execute()).toEqual([]);
	});
});
