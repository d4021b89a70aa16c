import { beforeEach, describe, expect, test } from 'vitest';
import { err, ok } from '../../shared/result.ts';
import { NOW, tile } from '../testing/tiles.ts';
import { createPictureFetcher, type FetchPicture, type Pictured } from './picture-fetcher.ts';

const CAME = NOW - 10_000;
const PICTURE = { at: CAME, blob: new Blob(['a picture']) };
type Answer = Awaited<ReturnType<FetchPicture>>;
/** What is under way, and how it ends. */
let asked: { readonly what: string; answer(how: Answer): Promise<void> }[];
let took: string[];
const fetcher = () =>
	createPictureFetcher((attempt, track) => {
		const { promise, resolve } = Promise.withResolvers<Answer>();
		asked.push({
			what: `${attempt} ${track}`,
			async answer(how) {
				resolve(how);
				await promise;
				await Promise.resolve();
			}
		});
		return promise;
	});
beforeEach(() => {
	asked = [];
	took = [];
});

/** A tile whose camera has sent one at `at`. */
function pictured(n: number, at: number | null = CAME) {
	const none = { cameAt: null, take() {} };
	const camera = {
		cameAt: null as number | null,
		take(came: number) {
			camera.cameAt = came;
			took.push(`${String(n)} ${String(came)}`);
		}
	};
	const pictures = { camera, screen: none, evidence: none };
	const shown = { camera: at, screen: null, evidence: null };
	return { tile: tile(n, { pictures: shown }), pictures } satisfies Pictured;
}

describe('[I1] a picture that was not pushed', () => {
	test('is asked for once, and taken with the time at which it came', async () => {
		const [look, one] = [fetcher(), pictured(1)];
		look([one], NOW);
		look([one], NOW + 1000);
		expect(asked.map(({ what }) => what)).toEqual([`${one.tile.attempt ?? ''} camera`]);
		await asked[0]?.answer(ok(PICTURE));
		look([one], NOW + 60_000);
		expect([took, asked.length]).toEqual([[`1 ${String(CAME)}`], 1]);
	});

	test('that could not be had is asked for again after a pause, and delivered', async () => {
		const [look, one] = [fetcher(), pictured(1)];
		look([one], NOW);
		await asked[0]?.answer(err('failed'));
		look([one], NOW + 1000);
		look([one], NOW + 4999);
		expect(asked).toHaveLength(1);
		look([one], NOW + 5000);
		expect(asked).toHaveLength(2);
		look([one], NOW + 20_000);
		expect(asked).toHaveLength(2);
		await asked[1]?.answer(ok(PICTURE));
		look([one], NOW + 60_000);
		expect([took, asked.length]).toEqual([[`1 ${String(CAME)}`], 2]);
	});

	test('that is not there is not asked for again, until a newer one has come', async () => {
		const [look, one] = [fetcher(), pictured(1)];
		look([one], NOW);
		await asked[0]?.answer(ok(null));
		look([one], NOW + 60_000);
		expect([took, asked.length]).toEqual([[], 1]);
		look([{ ...one, tile: pictured(1, NOW).tile }], NOW + 60_000);
		expect(asked).toHaveLength(2);
	});

	test('is not taken where another device has come into charge meanwhile, also where that one has sent its own', async () => {
		for (const now of [null, NOW]) {
			const [look, one] = [fetcher(), pictured(1)];
			const entry: Pictured = { ...one };
			look([entry], NOW);
			Object.assign(entry, { tile: pictured(1, now).tile });
			await asked.at(-1)?.answer(ok(PICTURE));
			expect(took).toEqual([]);
		}
	});

	test('is taken with its own time, which may be newer than the tile’s', async () => {
		const [look, one] = [fetcher(), pictured(1)];
		look([one], NOW);
		await asked[0]?.answer(ok({ ...PICTURE, at: CAME + 5000 }));
		expect(took).toEqual([`1 ${String(CAME + 5000)}`]);
	});

	test('is fetched four at a time; what fails makes room', async () => {
		const [look, all] = [fetcher(), [1, 2, 3, 4, 5].map((n) => pictured(n))];
		look(all, NOW);
		expect(asked).toHaveLength(4);
		await asked[0]?.answer(err('failed'));
		look(all, NOW + 1000);
		expect(asked.at(-1)?.what).toBe(`${all[4]?.tile.attempt ?? ''} camera`);
	});

	test('is asked for at once where none is pushed', () => {
		const [look, fresh] = [fetcher(), pictured(1, NOW)];
		look([fresh], NOW, false);
		expect(asked).toHaveLength(1);
	});

	test('is left to the push that is under way, or that has come', () => {
		const [look, fresh, none] = [fetcher(), pictured(1, NOW - 6000), pictured(2, null)];
		const has = pictured(3);
		has.pictures.camera.cameAt = CAME;
		look([fresh, none, has], NOW);
		expect(asked).toEqual([]);
	});
});
