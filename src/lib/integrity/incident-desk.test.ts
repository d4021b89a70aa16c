// The desk over a clock that the test moves; what it tells is kept in order.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Millis } from '../shared/clock.ts';
import {
	createIncidentDesk,
	type IncidentDesk,
	type LeftIncident,
	type ToldIncident
} from './incident-desk.ts';
import type { KindPolicy, Policy } from './policy.ts';

const START = 1_000_000;
const of = (graceMs: Millis, mergeMs: Millis): KindPolicy => ({
	...{ severity: 'note', graceMs, mergeMs, moreAfterMs: null, moreAfterTimes: null }
});
const POLICY: Policy = {
	preset: 'standard',
	kinds: {
		'page-hidden': of(3000, 10_000),
		'connection-lost': of(0, 5000),
		copied: of(0, 30_000),
		'no-face': of(0, 10_000),
		'camera-black': { ...of(0, 10_000), moreAfterMs: 30_000 },
		'window-blurred': { ...of(0, 0), severity: 'off' }
	}
};

let now: Millis;
let told: ToldIncident[];
let ids: number;
let desk: IncidentDesk;

const open = (left: readonly LeftIncident[] = []): IncidentDesk =>
	createIncidentDesk({
		...{ policy: POLICY, clock: { now: () => now }, left },
		newId: () => `s${String(++ids)}`,
		tell: (incident) => told.push(incident)
	});
/** As the room does: a look every 200 ms. */
function pass(ms: Millis): void {
	for (const end = now + ms; now < end; desk.look()) now = Math.min(end, now + 200);
}
const tellings = () =>
	told.map(({ id, from, until, times }) => [id, from - START, until && until - START, times]);

beforeEach(() => {
	[now, told, ids] = [START, [], 0];
	desk = open();
});

describe('[C27] what is told, and when', () => {
	test('[C27] a notification that pops up for a second is no incident', () => {
		desk.holds('page-hidden', true);
		pass(1000);
		desk.holds('page-hidden', false);
		pass(60_000);
		desk.close();
		expect(told).toEqual([]);
	});

	test('what outlasts its grace is told then, with its first moment, and its end by the same id', () => {
		desk.holds('page-hidden', true);
		pass(2800);
		expect(told).toEqual([]);
		pass(200);
		expect(tellings()).toEqual([['s1', 0, null, 1]]);
		pass(9000);
		desk.holds('page-hidden', false);
		expect(tellings().slice(1)).toEqual([['s1', 0, 12_000, 1]]);
		pass(200_000);
		expect(told).toHaveLength(2);
	});

	test('what goes on is told once more when it matters more by that, and then rests', () => {
		desk.holds('camera-black', true);
		pass(29_800);
		expect(told).toHaveLength(1);
		pass(400);
		expect(tellings()[1]).toEqual(['s1', 0, null, 1]);
		pass(600_000);
		expect(told).toHaveLength(2);
	});

	test('[C27] short ones that belong together are one once they have lasted long enough in all', () => {
		for (let n = 0; n < 3; n++) {
			desk.holds('page-hidden', true);
			pass(1000);
			desk.holds('page-hidden', false);
			pass(2000);
		}
		pass(10_000);
		expect(tellings()).toEqual([
			['s1', 0, null, 3],
			['s1', 0, 7000, 3]
		]);
	});

	test('without a grace it is told at once, not at the next look', () => {
		desk.holds('connection-lost', true, { from: START - 17_000 });
		expect(tellings()).toEqual([['s1', -17_000, null, 1]]);
		desk.happened('copied');
		expect(told).toHaveLength(2);
	});

	test('what the policy does not look at is not told', () => {
		desk.holds('window-blurred', true);
		desk.happened('window-blurred');
		pass(10_000);
		desk.close();
		expect([told, desk.incidents()]).toEqual([[], []]);
	});

	test('[C22] again within its gap it is the same one, open again; after it another', () => {
		desk.holds('connection-lost', true);
		pass(6000);
		desk.holds('connection-lost', false);
		pass(4000);
		desk.holds('connection-lost', true);
		pass(10_000);
		desk.holds('connection-lost', false);
		pass(20_000);
		desk.holds('connection-lost', true);
		expect(tellings()).toEqual([
			['s1', 0, null, 1],
			['s1', 0, 6000, 1],
			['s1', 0, null, 2],
			['s1', 0, 20_000, 2],
			['s3', 40_000, null, 1]
		]);
	});
});

describe('[C34] not too often', () => {
	test('of what flaps a line every 5 s, then every 30 s, and at last how it ended', () => {
		for (let n = 0; n < 600; n++) {
			desk.happened('copied');
			pass(1000);
		}
		expect(told.length).toBeLessThan(26);
		const at = told.map(({ until }) => until ?? 0);
		for (const [n, one] of at.slice(1).entries())
			expect(one - (at[n] ?? 0)).toBeGreaterThanOrEqual(4000);
		pass(60_000);
		expect(tellings().at(-1)).toEqual(['s1', 0, 599_000, 600]);
	});

	test('three hours of flapping are remembered as little', () => {
		for (let n = 0; n < (3 * 3600) / 2; n++) {
			desk.holds('page-hidden', n % 2 === 0);
			desk.happened('copied');
			now += 2000;
			desk.look();
		}
		const [hidden, copied] = desk.incidents();
		expect(hidden).toMatchObject({ kind: 'page-hidden', from: START, times: 2700 });
		expect(copied).toMatchObject({ kind: 'copied', times: 5400 });
		for (const one of [hidden, copied]) expect(one?.signals.length).toBeLessThan(40);
		expect(told.length).toBeLessThan(2 * 380);
	});
});

describe('[C30] a signal that somebody else counts', () => {
	const signal = { id: 'p1', kind: 'no-face', track: 'camera', from: START - 4000 } as const;
	const picture = (strongest: number, bytes: string | null) => ({ strongest, picture: bytes });

	test('is told with its picture, which is told once; a copy is nothing new', () => {
		desk.told({ ...signal, until: null, sight: picture(3, 'AAAA') });
		desk.told({ ...signal, until: null, sight: picture(3, 'AAAA') });
		pass(20_000);
		desk.told({ ...signal, until: now - 1000, sight: picture(22, 'BBBB') });
		desk.told({ ...signal, until: now - 1000, sight: picture(22, 'BBBB') });
		pass(60_000);
		expect(told.map(({ until, sight }) => [until, sight])).toEqual([
			[null, picture(3, 'AAAA')],
			[START + 19_000, picture(22, 'BBBB')]
		]);
	});

	test('that it was over before, when something of it came later, changes nothing of what was told', () => {
		desk.told({ ...signal, until: null, sight: null });
		pass(3000);
		desk.happened('no-face', { track: 'camera' });
		pass(3000);
		desk.told({ ...signal, until: START + 1000, sight: null });
		pass(60_000);
		desk.close();
		expect(tellings()).toEqual([
			['p1', -4000, null, 1],
			['p1', -4000, null, 2],
			['p1', -4000, 3000, 2]
		]);
	});

	test('a picture that comes meanwhile goes with the next telling', () => {
		desk.told({ ...signal, until: null, sight: null });
		pass(1000);
		desk.told({ ...signal, until: null, sight: picture(5, 'AAAA') });
		expect(told).toHaveLength(1);
		pass(5000);
		expect(told.slice(1)).toMatchObject([{ until: null, sight: picture(5, 'AAAA') }]);
	});
});

describe('[C15] what an earlier page has left open', () => {
	const left: LeftIncident = {
		...{ id: 'old', kind: 'page-hidden', track: null, times: 2 },
		...{ from: START - 60_000, until: START - 4000 }
	};

	test('is over when that page was last there', () => {
		desk = open([left]);
		pass(60_000);
		expect(tellings()).toEqual([['old', -60_000, -4000, 2]]);
	});

	test('goes on by its id where it holds again soon, also within its grace', () => {
		desk = open([left]);
		desk.holds('page-hidden', true);
		pass(1000);
		desk.holds('page-hidden', false);
		pass(60_000);
		expect(tellings()).toEqual([['old', -60_000, 1000, 3]]);
	});

	test('and is another one where it holds much later', () => {
		desk = open([left]);
		pass(7000);
		desk.holds('page-hidden', true);
		pass(3000);
		expect(tellings().slice(1)).toEqual([['s1', 7000, null, 1]]);
	});

	test('even one of a moment ends', () => {
		desk = open([{ ...left, from: left.until }]);
		desk.close();
		expect(tellings()).toEqual([['old', -4000, -4000, 2]]);
	});
});

describe('[C23] closed', () => {
	test('what lasts is over and told at once, whatever was held back', () => {
		desk.holds('connection-lost', true);
		desk.holds('page-hidden', true);
		pass(4000);
		desk.close();
		expect(tellings()).toEqual([
			['s1', 0, null, 1],
			['s2', 0, null, 1],
			['s1', 0, 4000, 1],
			['s2', 0, 4000, 1]
		]);
		desk.close();
		expect(told).toHaveLength(4);
	});

	test('an end that is taken back: it is watched again', () => {
		desk.close();
		desk.holds('connection-lost', true);
		expect(told).toHaveLength(1);
	});
});

describe('[C32] a clock that goes back', () => {
	test('by a little stands still: nothing ends before it begins', () => {
		desk.holds('connection-lost', true);
		now -= 3000;
		desk.holds('connection-lost', false);
		desk.close();
		expect(tellings()).toEqual([
			['s1', 0, null, 1],
			['s1', 0, 0, 1]
		]);
	});

	test('by an hour was wrong before: nothing has happened later than now, and watching goes on', () => {
		desk.holds('connection-lost', true);
		now -= 3_600_000;
		pass(6000);
		desk.holds('page-hidden', true);
		pass(4000);
		expect(desk.incidents()).toMatchObject([
			{ kind: 'connection-lost', from: START - 3_600_000 + 200, until: null },
			{ kind: 'page-hidden', from: START - 3_600_000 + 6000, until: null }
		]);
	});
});
