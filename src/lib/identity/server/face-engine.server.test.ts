// The real models on the sample people. The words about them: which is whom was looked at by eye.
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { OperatorError } from '../../server/operator-error.ts';
import { silentLog } from '../../shared/log.ts';
import type { SeenFace, SeenPicture } from '../ports.ts';
import {
	darkened,
	faceCut,
	jpegOf,
	mirrored,
	scaled,
	turnedHead
} from '../testing/face-pictures.ts';
import { createFaceEngine, type RunningFaceEngine } from './face-engine.ts';
import { faceLane, faceWorkerUrl, type LaneTimes } from './face-lane.ts';
import { findFaceModels, type FaceModels } from './face-models.ts';
import { openFaceEngine } from './open-face-engine.ts';

type Picture = Parameters<typeof jpegOf>[0];

const SETTINGS = readConfig({});
const ACCEPTED = 0.45;
const REFUSED = 0.363;

let engine: RunningFaceEngine;
let models: FaceModels;
let folder: string;
const portrait = faceCut('portrait');
const live = faceCut('live');

beforeAll(async () => {
	engine = await openFaceEngine(SETTINGS, silentLog);
	models = await findFaceModels(SETTINGS, silentLog);
	folder = await mkdtemp(join(tmpdir(), 'duimian-faces-'));
	await engine.ready();
}, 60_000);
afterAll(async () => {
	await engine.close();
	await rm(folder, { recursive: true });
});

async function see(picture: Picture, quality?: number): Promise<SeenPicture> {
	const result = await engine.see(jpegOf(picture, quality));
	if (!result.ok) throw new Error(result.error);
	return result.value;
}
async function faceOf(picture: Picture, quality?: number): Promise<SeenFace> {
	const { face } = await see(picture, quality);
	if (!face) throw new Error('no face');
	return face;
}
const cosine = (a: SeenFace, b: SeenFace): number =>
	a.embedding.reduce((sum, value, at) => sum + value * (b.embedding[at] ?? 0), 0);

/** How alike two patches are, whatever the light: 1 = the same. */
function likeness({ patch: a }: SeenFace, { patch: b }: SeenFace): number {
	const mean = (patch: Uint8Array): number =>
		patch.reduce((sum, value) => sum + value, 0) / patch.length;
	const [ma, mb] = [mean(a), mean(b)];
	let [ab, aa, bb] = [0, 0, 0];
	a.forEach((value, at) => {
		const [u, v] = [value - ma, (b[at] ?? 0) - mb];
		ab += u * v;
		aa += u * u;
		bb += v * v;
	});
	return ab / Math.sqrt(aa * bb);
}

describe('[C6] one look', () => {
	test('one person in two photographs, another one, and a portrait half as large', async () => {
		const [roster, same, other, small] = await Promise.all([
			faceOf(portrait),
			faceOf(live),
			faceOf(faceCut('other')),
			faceOf(scaled(portrait, 0.4))
		]);
		expect(Math.hypot(...roster.embedding)).toBeCloseTo(1);
		expect(roster.embedding).toHaveLength(128);
		expect(cosine(roster, same)).toBeGreaterThan(ACCEPTED);
		expect(cosine(small, same)).toBeGreaterThan(ACCEPTED);
		expect(cosine(roster, other)).toBeLessThan(REFUSED);
		expect(cosine(same, other)).toBeLessThan(REFUSED);
		expect(roster.widthPx).toBeGreaterThan(120);
		expect(Math.abs(small.widthPx / roster.widthPx - 0.4)).toBeLessThan(0.04);
	});

	test('how many there are: one, two, none', async () => {
		const { width, height, faces } = await see(faceCut('two'));
		expect([width, height, faces]).toEqual([760, 570, 2]);
		expect((await see(portrait)).faces).toBe(1);
		expect(await see(faceCut('nobody'))).toMatchObject({ faces: 0, face: null });
	});

	test('[C30] somebody behind counts, a poster far away does not', async () => {
		expect((await see(behind(0.36))).faces).toBe(2);
		expect((await see(behind(0.12))).faces).toBe(1);
	});

	test('the largest face is the one that is described', async () => {
		const [both, alone] = await Promise.all([faceOf(behind(0.4)), faceOf(live)]);
		expect(cosine(both, alone)).toBeGreaterThan(0.8);
	});

	test('the turn grows with the head’s, and is the opposite in a mirror', async () => {
		const at = { x: 282, y: 224, width: 240 };
		const turns = [];
		for (const degrees of [-30, -15, 0, 15, 30])
			turns.push((await faceOf(turnedHead(faceCut('other'), degrees, at))).turnDeg);
		expect(turns.toSorted((a, b) => a - b)).toEqual(turns);
		expect((turns.at(-1) ?? 0) - (turns[0] ?? 0)).toBeGreaterThan(20);
		for (const picture of [portrait, live, faceCut('other')]) {
			const [straight, mirror] = [await faceOf(picture), await faceOf(mirrored(picture))];
			expect(Math.abs(straight.turnDeg + mirror.turnDeg)).toBeLessThan(5);
		}
		// they look to the left and to the right of their pictures
		expect((await faceOf(live)).turnDeg).toBeLessThan(-5);
		expect((await faceOf(faceCut('other'))).turnDeg).toBeGreaterThan(5);
	});

	test('brightness follows the light', async () => {
		const [bright, dark] = [await faceOf(live), await faceOf(darkened(live, 0.3))];
		expect(bright.luma).toBeGreaterThan(100);
		expect(dark.luma / bright.luma).toBeCloseTo(0.3, 1);
	});

	test('copies of one photograph have one patch, another photograph of the person has not', async () => {
		const first = await faceOf(live);
		for (const copy of [await faceOf(live, 40), await faceOf(scaled(live, 0.5), 70)])
			expect(likeness(first, copy)).toBeGreaterThan(0.97);
		expect(likeness(first, await faceOf(portrait))).toBeLessThan(0.8);
	});

	test('what is no picture is told, and the next look goes on', async () => {
		const refused = { ok: false, error: 'identity.picture-invalid' };
		const cut = jpegOf(live).subarray(0, 4000);
		for (const file of [cut, new Uint8Array(), new TextEncoder().encode('RIFF1234WEBPVP8 ')])
			expect(await engine.see(file)).toEqual(refused);
		expect((await see(portrait)).faces).toBe(1);
	});
});

/** The live picture on a wider wall, and somebody else, so much smaller, behind it. */
function behind(share: number): Picture {
	const [width, height] = [1000, 640];
	const data = new Uint8Array(width * height * 4).fill(150);
	const stamp = (picture: Picture, left: number, top: number): void => {
		for (let y = 0; y < picture.height; y++)
			data.set(
				picture.data.subarray(y * picture.width * 4, (y + 1) * picture.width * 4),
				((top + y) * width + left) * 4
			);
	};
	stamp(live, width - live.width, 0);
	stamp(scaled(faceCut('other'), share), 20, 40);
	return { width, height, data };
}

describe('[C6] the thread', () => {
	const told: string[] = [];
	const laneWith = (times: LaneTimes, files = models) =>
		createFaceEngine({
			makeLane: () =>
				faceLane({
					...{ workerUrl: faceWorkerUrl(), models: files, times },
					ended: (why) => told.push(why)
				}),
			log: silentLog
		});

	test('a look that hangs is busy, its thread is ended, and the next look has a new one', async () => {
		const times = { loadMs: 30_000, lookMs: 1 };
		const hanging = laneWith(times);
		expect(await hanging.see(jpegOf(live))).toEqual({ ok: false, error: 'server.busy' });
		times.lookMs = 30_000;
		expect(told).toEqual(['a look took longer than 1 ms']);
		expect((await hanging.see(jpegOf(live))).ok).toBe(true);
		await hanging.close();
	});

	test('a model that was exchanged since the start is not used', async () => {
		const path = join(folder, 'embedder.onnx');
		await writeFile(path, 'another');
		const changed = { ...models, embedder: { path, sha256: models.embedder.sha256 } };
		const lane = laneWith({ loadMs: 30_000, lookMs: 30_000 }, changed);
		expect(await lane.ready()).toMatchObject({
			ok: false,
			error: expect.stringMatching(/changed/)
		});
		expect(await lane.see(jpegOf(live))).toEqual({ ok: false, error: 'server.busy' });
		await lane.close();
	});
});

describe('[C6] the models', () => {
	const own = (file: string) => readConfig({ FACE_EMBEDDER_MODEL: file });

	test('an operator’s own are used, and their digest is logged', async () => {
		const lines: Record<string, unknown>[] = [];
		const path = join(folder, 'own.onnx');
		await copyFile(models.embedder.path, path);
		const log = { ...silentLog, info: (line: Record<string, unknown>) => void lines.push(line) };
		const running = await openFaceEngine(own(path), log);
		expect(running.health().state).toBe('ready');
		await running.close();
		const { sha256 } = models.embedder;
		expect(lines).toEqual([{ setting: 'FACE_EMBEDDER_MODEL', path, sha256 }]);
		const bytes = await readFile(models.embedder.path);
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
	});

	test.each([
		['a file that is not there', () => join(folder, 'none.onnx')],
		['a file that is no model', () => join(folder, 'text.onnx')],
		['a model of another shape', () => models.detector.path]
	])('%s stops the start, in both languages', async (_, path) => {
		await writeFile(join(folder, 'text.onnx'), 'hello');
		const opened = openFaceEngine(own(path()), silentLog);
		await expect(opened).rejects.toThrow(OperatorError);
		await expect(opened).rejects.toThrow(/人脸模型文件不能使用.*\n.*cannot be used/);
		await expect(opened).rejects.toThrow('FACE_EMBEDDER_MODEL');
	});
});
