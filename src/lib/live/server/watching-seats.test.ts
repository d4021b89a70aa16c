// A device that several processes answer for (I2): where its socket is, and where a former one lingers or has died.
import { beforeEach, expect, test } from 'vitest';
import { uuid } from '../../attempt/testing/events.ts';
import { CONNECTS_WITHIN_MS } from '../rebuild-policy.ts';
import type { StaffPush } from '../staff-wire.ts';
import type { LiveLetter } from './live-letters.repository.ts';
import { createWatchingSeats } from './watching-seats.ts';

type Says = (LiveLetter & { to: 'viewer' })['says'];
const [SEAT, LEASE, VIEWER] = [uuid(1), uuid(2), uuid(3)];
const TAKEN: Says = { kind: 'taken' };
const FULL: Says = { kind: 'full' };
const GONE: Says = { kind: 'ends', why: 'gone' };
const OFFER: Says = { kind: 'signals', data: 'offer' };

let now: number;
let told: string[];
let toDevice: string[];
let seats: ReturnType<typeof createWatchingSeats>;
const wordOf = (push: StaffPush): string =>
	push.type === 'refused'
		? push.code
		: push.type === 'live-ended'
			? `ended ${push.why}`
			: push.type;
const hear = (by: 'here' | 'former', says: Says) =>
	seats.hear({ to: 'viewer', seat: SEAT, lease: LEASE, by, says });

beforeEach(async () => {
	now = 0;
	told = [];
	toDevice = [];
	seats = createWatchingSeats({
		clock: { now: () => now },
		...{ answerWithinMs: 2 ** 30, relayOnly: false, iceServers: () => [], newId: () => SEAT },
		viewers: { toViewer: (_, push) => told.push(wordOf(push)) > 0 },
		send: ({ says }) => void toDevice.push(says.kind),
		leaseOf: () => Promise.resolve(LEASE),
		onRecord: () => Promise.resolve()
	});
	await seats.ask({
		...{ viewer: VIEWER, attempt: uuid(4), device: 'desktop' },
		...{ account: uuid(5), address: '192.0.2.7' }
	});
	return () => seats.close();
});

test('[I2] the end where the device has signalled is its end, though a process that died had let it in too', async () => {
	await hear('former', TAKEN);
	await hear('here', TAKEN);
	await hear('here', OFFER);
	await hear('here', GONE);
	expect(told).toEqual(['live', 'signal', 'ended gone']);
});

test('[I2] the end of a former socket is none, whether the device has signalled or is about to', async () => {
	await hear('former', TAKEN);
	await hear('here', TAKEN);
	await hear('former', GONE);
	await hear('here', OFFER);
	await hear('former', GONE);
	expect(told).toEqual(['live', 'signal']);
});

test('[I2] who has let it in and says nothing for as long as a peer may take is not waited for', async () => {
	await hear('former', TAKEN);
	now += CONNECTS_WITHIN_MS - 1;
	await hear('here', TAKEN);
	now += 1;
	await hear('here', GONE);
	expect(told).toEqual(['live', 'ended gone']);
});

test('[I2] with the end of where the device is, its seat is nobody’s: what let it in too lets go of it', async () => {
	await hear('former', TAKEN);
	await hear('here', TAKEN);
	await hear('here', OFFER);
	await hear('here', GONE);
	expect(told).toEqual(['live', 'signal', 'ended gone']);
	expect(toDevice).toEqual(['asks', 'ends']);
	expect(seats.has(SEAT)).toBe(false);
});

test('[I2] full where nobody has let it in is refused', async () => {
	await hear('here', FULL);
	expect(told).toEqual(['live.too-many']);
	expect(toDevice).toEqual(['asks', 'ends']);
	expect(seats.has(SEAT)).toBe(false);
});

test.each<[when: string, before: Says[], after: Says[]]>([
	['before', [TAKEN], [OFFER]],
	['after', [TAKEN, OFFER], []]
])(
	'[I2] full of a former socket is nothing, said %s the device signals',
	async (_, before, after) => {
		for (const says of before) await hear('here', says);
		await hear('former', FULL);
		for (const says of after) await hear('here', says);
		expect(told).toEqual(['live', 'signal']);
		expect(toDevice).toEqual(['asks']);
	}
);

test('[I2] who has let it in and ends is the last one, also where another was full', async () => {
	await hear('former', TAKEN);
	await hear('here', FULL);
	await hear('former', GONE);
	expect(told).toEqual(['live', 'ended gone']);
});
