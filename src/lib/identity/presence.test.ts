import { describe, expect, test } from 'vitest';
import { GAP_MS } from './presence-span.ts';
import { faceOf, readingOf } from './testing/readings.ts';
import { FACES, presenceOf, watched, type Scene } from './testing/scenes.ts';

const told = (...args: Parameters<typeof watched>) =>
	watched(...args).map(({ signal: { kind, from, until } }) => [kind, from, until]);

describe('[C30] what is noticed', () => {
	test('nobody for more than three seconds, from the first moment, told again when over', () => {
		const all = watched(
			[
				['quiet', 0],
				['empty', 10],
				['quiet', 20]
			],
			30
		);
		expect(all.map(({ signal }) => signal)).toEqual([
			{ id: 's1', kind: 'no-face', from: 10_000, until: null, strongest: 3, picture: null },
			{ id: 's1', kind: 'no-face', from: 10_000, until: 20_000, strongest: 9, picture: null }
		]);
		expect(all[0]?.at).toBe(13_001);
	});

	test('nobody for three seconds is nothing', () => {
		expect(
			told(
				[
					['quiet', 0],
					['empty', 10],
					['quiet', 12.9]
				],
				30
			)
		).toEqual([]);
	});

	test('a second person at two looks running; a single false find is nothing', () => {
		expect(
			told(
				[
					['quiet', 0],
					['two', 10],
					['quiet', 12]
				],
				30
			)
		).toEqual([
			['several-faces', 10_000, null],
			['several-faces', 10_000, 12_000]
		]);
		expect(
			told(
				[
					['quiet', 0],
					['two', 10],
					['quiet', 10.5]
				],
				30
			)
		).toEqual([]);
	});

	test('away for more than five seconds, to the side or down', () => {
		for (const scene of ['away', 'down'] as const)
			expect(
				told(
					[
						['quiet', 0],
						[scene, 10],
						['quiet', 20]
					],
					30
				)
			).toEqual([
				['looking-away', 10_000, null],
				['looking-away', 10_000, 20_000]
			]);
		expect(
			told(
				[
					['quiet', 0],
					['away', 10],
					['quiet', 14.9]
				],
				30
			)
		).toEqual([]);
	});

	test('notes at the edge of the screen are not away', () => {
		expect(told([['glance', 0]], 60)).toEqual([]);
	});

	test('a head that turns back half-way is away until it is back', () => {
		const presence = presenceOf();
		const degrees = [40, 40, 27, 27, 40, 27, 27, 20, 20, 20];
		const signals = degrees.flatMap((yawDeg, second) => [
			...presence.see(readingOf(second * 1000, [faceOf({ yawDeg })])).told
		]);
		expect(signals.map(({ from, until, strongest }) => [from, until, strongest])).toEqual([
			[0, null, 40],
			[0, 7000, 40]
		]);
	});

	test('a look that loses the face of who looks away does not begin it anew', () => {
		const presence = presenceOf();
		const scenes: readonly Scene[] = ['away', 'away', 'empty', 'away', 'away', 'away', 'away'];
		const signals = scenes.flatMap((scene, second) => [
			...presence.see(readingOf(second * 1000, FACES[scene])).told
		]);
		expect(signals).toMatchObject([{ kind: 'looking-away', from: 0 }]);
	});

	test('a short return does not split it, a longer one does', () => {
		expect(
			told(
				[
					['empty', 0],
					['quiet', 10],
					['empty', 11],
					['quiet', 20]
				],
				30
			)
		).toEqual([
			['no-face', 0, null],
			['no-face', 0, 20_000]
		]);
		expect(
			told(
				[
					['empty', 0],
					['quiet', 10],
					['empty', 14]
				],
				20
			)
		).toEqual([
			['no-face', 0, null],
			['no-face', 0, 10_000],
			['no-face', 14_000, null],
			['no-face', 14_000, 19_000]
		]);
	});

	test('the strongest moment is that of the most people, and wants a picture of its own', () => {
		const presence = presenceOf();
		const counts = [1, 2, 2, 2, 3, 2, 1, 1, 1];
		const seen = counts.map((count, second) =>
			presence.see(
				readingOf(
					second * 1000,
					Array.from({ length: count }, () => faceOf())
				)
			)
		);
		expect(seen.map(({ strongest }) => strongest.length)).toEqual([0, 0, 1, 0, 1, 0, 0, 0, 0]);
		expect(seen.flatMap((one) => one.told).at(-1)).toMatchObject({ strongest: 3, until: 6000 });
	});
});

describe('[C30] looks that do not come', () => {
	test('are not a missing face', () => {
		const presence = presenceOf();
		for (const at of [0, 1000, 60_000, 61_000])
			expect(presence.see(readingOf(at)).told).toEqual([]);
		// an empty chair before and after, and nobody knows of in between
		const other = presenceOf();
		for (const at of [0, 1000, 60_000, 61_000])
			expect(other.see(readingOf(at, [])).told).toEqual([]);
	});

	test('are not made up for by those that came, or by one that comes twice', () => {
		const presence = presenceOf();
		for (const at of [0, 3500, 3500, 1000])
			expect(presence.see(readingOf(at, [])).told).toEqual([]);
		expect(presence.see(readingOf(4500, [])).told).toHaveLength(1);
	});

	test('end what was open where it was last seen', () => {
		const presence = presenceOf();
		for (const at of [0, 1000, 2000, 3500]) presence.see(readingOf(at, []));
		expect(presence.lapse(3500 + GAP_MS)).toEqual([]);
		expect(presence.lapse(3501 + GAP_MS)).toMatchObject([{ kind: 'no-face', until: 3500 }]);
		expect(presence.open()).toEqual([]);
	});

	test('twice, or late, they tell nothing new', () => {
		const presence = presenceOf();
		expect(presence.see(readingOf(1000, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(1000, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(500, FACES.two)).told).toEqual([]);
		expect(presence.see(readingOf(2000, FACES.two)).told).toHaveLength(1);
	});
});
