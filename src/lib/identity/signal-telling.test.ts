import { beforeEach, describe, expect, test } from 'vitest';
import { settle } from '../shared/testing/manual-time.ts';
import type { PresenceSignal } from './presence-signal.ts';
import { createSignalTelling, type SignalTelling } from './signal-telling.ts';

const BEGUN: PresenceSignal = {
	...{ id: 'a', kind: 'several-faces', from: 1000, until: null, strongest: 2, picture: null }
};
const OVER: PresenceSignal = { ...BEGUN, until: 5000, strongest: 3 };

let told: PresenceSignal[];
let pictures: ((picture: string | null) => void)[];
let offset: number;
let allowed: boolean;
let telling: SignalTelling;
beforeEach(() => {
	told = [];
	pictures = [];
	offset = 100_000;
	allowed = true;
	telling = createSignalTelling({
		picture: () => new Promise((resolve) => pictures.push(resolve)),
		mayPicture: () => allowed,
		serverTime: (at) => at + offset,
		tell: (signal) => told.push(signal)
	});
});

describe('[C30] a signal is told', () => {
	test('with the picture of its first moment, and over with that of a stronger one', async () => {
		telling.see({ told: [BEGUN], strongest: ['a'] });
		await settle();
		expect(told).toEqual([]);
		pictures[0]?.('first');
		await settle();
		telling.see({ told: [], strongest: ['a'] });
		pictures[1]?.('second');
		await settle();
		telling.see({ told: [OVER], strongest: [] });
		expect(told).toEqual([
			{ ...BEGUN, from: 101_000, picture: 'first' },
			{ ...OVER, from: 101_000, until: 105_000, picture: 'second' }
		]);
	});

	test('before it is over, although its picture has not come', async () => {
		telling.see({ told: [BEGUN], strongest: ['a'] });
		telling.over([OVER]);
		pictures[0]?.('late');
		await settle();
		expect(told).toMatchObject([
			{ until: null, picture: null },
			{ until: 105_000, picture: null }
		]);
	});

	test('without a picture where the hour has had its own, or none can be taken', async () => {
		allowed = false;
		telling.see({ told: [BEGUN], strongest: ['a'] });
		await settle();
		expect(told).toMatchObject([{ picture: null }]);
		expect(pictures).toEqual([]);
	});

	test('and no picture once the candidate has taken their word back', async () => {
		telling.see({ told: [BEGUN], strongest: ['a'] });
		pictures[0]?.('first');
		await settle();
		telling.see({ told: [], strongest: ['a'] });
		pictures[1]?.('second');
		await settle();
		telling.over([OVER], false);
		expect(told.at(-1)).toMatchObject({ until: 105_000, picture: null });
	});

	test('from one and the same moment, whatever the clock has learned meanwhile', async () => {
		telling.see({ told: [BEGUN], strongest: ['a'] });
		pictures[0]?.(null);
		await settle();
		offset = 90_000;
		telling.over([OVER]);
		expect(told.map(({ from }) => from)).toEqual([101_000, 101_000]);
		expect(told[1]?.until).toBe(101_000);
	});
});
