import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	seePicture,
	UNSEEN,
	type PictureHealth,
	type PictureLook,
	type PictureTrouble
} from './picture-health.ts';
import { statsOf } from './picture-stats.ts';
import {
	darkFinger,
	finger,
	hand,
	lid,
	paper,
	person,
	pictureOf,
	seeded,
	sticker,
	type Scene
} from './testing/pictures.ts';

const T = 1_000_000;
const GOOD = { light: 110, deviation: 50, edge: 60, difference: 1.5 };
const BLACK = { light: 4, deviation: 1, edge: 2, difference: 0.2 };
const COVERED = { light: 80, deviation: 4, edge: 2, difference: 0.2 };
const FROZEN = { ...GOOD, difference: 0 };
type Stats = typeof GOOD;

/** One look a second. */
const lookAll = (stats: readonly Stats[], health: PictureHealth = UNSEEN): PictureHealth[] => {
	const begin = Math.max(T, health.lastAt + 1000);
	let now = health;
	return stats.map((one, i) => (now = seePicture(now, { ...one, at: begin + i * 1000 })));
};
const troubles = (stats: readonly Stats[]) =>
	lookAll(stats).map(({ trouble }) => trouble?.what ?? null);
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('[C29] what is wrong with the picture', () => {
	test.each([
		['black', BLACK, 2],
		['covered', COVERED, 2],
		['frozen', FROZEN, 3]
	] as const)(
		'%s: from the first such look, told within 5 s, over after two good ones',
		(what, bad, looks) => {
			const seen = lookAll([...times(3, GOOD), ...times(6, bad), ...times(3, GOOD)]);
			const since = T + 3000;
			expect(seen[3 + looks - 2]?.trouble).toBeNull();
			expect(seen[3 + looks - 1]?.trouble).toEqual({ what, since });
			expect(seen[8]?.trouble).toEqual({ what, since });
			expect(seen[9]?.trouble).toEqual({ what, since });
			expect(seen[10]?.trouble).toBeNull();
		}
	);

	test('a single look is a flicker, in and out', () => {
		expect(troubles([GOOD, BLACK, GOOD, COVERED, GOOD, FROZEN, FROZEN, GOOD])).toEqual(
			times(8, null)
		);
		const held = troubles([...times(3, COVERED), GOOD, COVERED, GOOD, COVERED]);
		expect(held.slice(1)).toEqual(times(6, 'covered'));
	});

	test('a cover that the gain makes darker and brighter is one thing all the while', () => {
		expect(troubles([COVERED, BLACK, COVERED, BLACK, COVERED, BLACK]).slice(1)).toEqual(
			times(5, 'covered')
		);
	});

	test('one takes the place of the other where that ends', () => {
		const seen = lookAll([...times(3, FROZEN), ...times(3, COVERED), ...times(3, BLACK)]);
		expect(seen.map(({ trouble }) => trouble?.what ?? null)).toEqual([
			...[null, null, 'frozen', 'frozen', 'covered', 'covered', 'covered', 'black', 'black']
		]);
		expect(seen[4]?.trouble?.since).toBe(T + 4000);
	});

	test('a black picture is the very same each time, and still black', () => {
		expect(troubles(times(6, { ...BLACK, difference: 0 })).at(-1)).toBe('black');
	});

	test('near a bound it does not flap', () => {
		const near = (deviation: number): Stats => ({ ...COVERED, deviation, edge: 20 });
		const around = [5.9, 5.9, 6.1, 6.1, 5.9, 6.3, 6.3].map(near);
		expect(troubles(around).slice(1)).toEqual(times(6, 'covered'));
		expect(troubles([6.1, 6.1, 6.1].map(near))).toEqual(times(3, null));
	});

	test('a look that is missing says nothing; two with a gap between are not two in a row', () => {
		const one = seePicture(UNSEEN, { ...COVERED, at: T });
		const later = seePicture(one, { ...COVERED, at: T + 60_000 });
		expect(later.trouble).toBeNull();
		const then = seePicture(later, { ...COVERED, at: T + 61_000 });
		expect(then.trouble).toEqual({ what: 'covered', since: T + 60_000 });
		// nobody looked for an hour: it is not over
		const good = seePicture(then, { ...GOOD, at: T + 3_600_000 });
		expect(good.trouble?.what).toBe('covered');
	});
});

describe('[C29] on pictures', () => {
	const look = (scene: (second: number) => Scene, noise: number, seed = 1) => {
		const random = seeded(seed);
		let before: Uint8ClampedArray | null = null;
		let health = UNSEEN;
		for (let second = 0; second < 6; second++) {
			const picture = pictureOf(scene(second), noise, random);
			health = seePicture(health, { ...statsOf(picture, before), at: T + second * 1000 });
			before = picture;
		}
		return health.trouble?.what ?? null;
	};
	const NOISES = [0.3, 1, 2, 4];

	test.each<[string, PictureTrouble, Scene]>([
		['a lid', 'black', lid],
		['a sticker', 'black', sticker],
		['paper', 'covered', paper]
	])('%s, whatever the noise', (_, what, scene) => {
		for (const noise of NOISES) expect(look(() => scene, noise)).toBe(what);
	});

	test.each([
		['a finger', finger],
		['a finger in a dark room', darkFinger],
		['a hand', hand]
	])('%s has shades, and no edges', (_, scene) => {
		for (const noise of [0.3, 1, 2]) expect(look(() => scene, noise)).toBe('covered');
	});

	test('somebody is there, in a bright room, by the light of the screen, and hardly to be seen', () => {
		for (const light of [1, 0.4, 0.2])
			for (const noise of NOISES) expect(look(() => person(light), noise)).toBeNull();
	});

	test('somebody who sits quite still is not frozen: a sensor has noise', () => {
		for (const seed of [1, 2, 3]) expect(look(() => person(), 0.3, seed)).toBeNull();
		expect(look(() => person(), 0)).toBe('frozen');
	});
});

const anyStats = fc.constantFrom(GOOD, BLACK, COVERED, FROZEN);
const anyLook: fc.Arbitrary<PictureLook> = fc.record({
	at: fc.integer({ min: 0, max: 60_000 }),
	light: fc.double({ min: 0, max: 255, noNaN: true }),
	deviation: fc.double({ min: 0, max: 60, noNaN: true }),
	edge: fc.double({ min: 0, max: 60, noNaN: true }),
	difference: fc.option(fc.constantFrom(0, 0.5))
});

describe('[C29] whatever was seen before', () => {
	const anyPast = fc.array(anyLook, { maxLength: 40 }).map((looks) => {
		let health = UNSEEN;
		for (const look of looks) health = seePicture(health, look);
		return health;
	});

	test('three bad looks are told as what they are, three good ones end it', () => {
		fc.assert(
			fc.property(anyPast, fc.constantFrom(BLACK, COVERED, FROZEN, GOOD), (past, stats) => {
				const what = lookAll(times(4, stats), past).at(-1)?.trouble?.what ?? null;
				const expected = { 4: 'black', 80: 'covered' }[stats.light] ?? null;
				expect(what).toBe(stats === FROZEN ? 'frozen' : expected);
			})
		);
	});

	test('single looks among good ones never make a trouble', () => {
		fc.assert(
			fc.property(fc.array(anyStats, { maxLength: 30 }), (looks) => {
				const rare = looks.flatMap((one) => [one, GOOD, GOOD]);
				expect(troubles(rare).every((what) => what === null)).toBe(true);
			})
		);
	});

	test('a look again, or an older one, changes nothing', () => {
		fc.assert(
			fc.property(anyPast, anyLook, (past, look) => {
				const once = seePicture(past, look);
				expect(seePicture(once, look)).toBe(once);
			})
		);
	});

	test('a trouble began no later than it is seen, and not before the one before it', () => {
		fc.assert(
			fc.property(fc.array(anyLook, { maxLength: 60 }), (looks) => {
				let health = UNSEEN;
				let lastBad = -Infinity;
				for (const look of looks.toSorted((a, b) => a.at - b.at)) {
					const before = health.trouble;
					health = seePicture(health, look);
					const { trouble } = health;
					if (trouble && trouble !== before) {
						expect(trouble.since).toBeLessThanOrEqual(look.at);
						expect(trouble.since).toBeGreaterThanOrEqual(lastBad);
					}
					if (before) lastBad = before.since;
				}
			})
		);
	});
});
