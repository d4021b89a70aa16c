// The watch with a reader that is a script and a camera that is a canvas: what it looks at, when, what it tells.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { PresenceSignal } from '../presence-signal.ts';
import type { ReadFace } from '../reading.ts';
import { faceOf } from '../testing/readings.ts';
import type { FaceLooked } from '../wire.ts';
import { openFrameMaker } from './frame-maker.ts';
import {
	createPresenceWatch,
	type PresenceWatch,
	type PresenceWatchPorts
} from './presence-watch.ts';

/** A second of the watch's life goes by in so many ms. */
const FASTER = 20;
const HOUR = 3_600_000;

const closing: (() => void)[] = [];
let told: PresenceSignal[];
let frames: number;
let faces: readonly ReadFace[];
let tookMs: number;
let opened: number;
let openedAt: number;
let open: number;
let died: (() => void) | null;
let fails: ErrorCode | null;
let alike: FaceLooked['alike'];
let stream: MediaStream;
let startsAt: number;

const begin = performance.now();
const monotonic = (): number => begin + (performance.now() - begin) * FASTER;
const clock = { now: () => Math.round(1_000_000_000 + monotonic()) };

function cameraOf(width: number, height: number): MediaStream {
	const canvas = document.createElement('canvas');
	Object.assign(canvas, { width, height });
	const context = canvas.getContext('2d');
	const timer = setInterval(() => {
		if (!context) return;
		context.fillStyle = `hsl(${performance.now() % 360} 50% 50%)`;
		context.fillRect(0, 0, width, height);
	}, 40);
	closing.push(() => clearInterval(timer));
	return canvas.captureStream(25);
}

const ports = (): PresenceWatchPorts => ({
	clock,
	monotonic,
	timers: { after: (ms, work) => systemTimers.after(ms / FASTER, work) },
	random: () => 0,
	newId: () => crypto.randomUUID(),
	frames: openFrameMaker(),
	tell: (signal) => told.push(signal),
	changed: () => {},
	async compare(jpeg): Promise<Result<FaceLooked, ErrorCode>> {
		frames++;
		const image = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
		expect(image.width).toBeLessThanOrEqual(640);
		return ok({ v: 1, alike, nextInMs: alike === 'same' ? HOUR : 1000 });
	},
	async openReader(_signal, dies) {
		opened++;
		openedAt = clock.now();
		if (fails) return err(fails);
		open++;
		died = dies;
		return ok({
			async read(picture) {
				if (picture instanceof HTMLVideoElement && picture.readyState < 2) return null;
				return { at: monotonic(), faces, luma: 120, tookMs };
			},
			close: () => void open--
		});
	}
});

function watchOf(): PresenceWatch {
	const watch = createPresenceWatch(ports());
	closing.push(() => watch.close());
	return watch;
}
/** As the room does, a few times a second. */
function followed(watch: PresenceWatch, wanted = () => true): void {
	const follow = () => watch.follow({ wanted: wanted(), withdrawn: !wanted(), stream, startsAt });
	follow();
	const timer = setInterval(follow, 10);
	closing.push(() => clearInterval(timer));
}
const kinds = () => told.map(({ kind, until }) => (until === null ? kind : `${kind} over`));

beforeEach(() => {
	told = [];
	[frames, opened, open, tookMs] = [0, 0, 0, 30];
	[faces, died, fails, alike] = [[faceOf()], null, null, 'same'];
	startsAt = clock.now() + HOUR;
	stream = cameraOf(640, 480);
});
afterEach(() => {
	for (const close of closing.splice(0).reverse()) close();
});

describe('[C30] the watch', () => {
	test('looks once this page records, and tells what leaves and comes back, with a small picture', async () => {
		const watch = watchOf();
		expect(watch.state()).toBe('idle');
		followed(watch);
		expect(watch.state()).toBe('waiting');
		await expect.poll(() => watch.state()).toBe('looking');
		await expect.poll(() => frames).toBe(1);
		expect(told).toEqual([]);
		faces = [];
		await expect.poll(kinds).toEqual(['no-face']);
		expect(watch.seen()).toEqual(['no-face']);
		const picture = told[0]?.picture ?? '';
		expect(picture.length).toBeLessThan(40_000);
		const image = await createImageBitmap(
			await (await fetch(`data:image/jpeg;base64,${picture}`)).blob()
		);
		expect([image.width, image.height]).toEqual([320, 240]);
		expect(Math.abs(clock.now() - (told[0]?.from ?? 0))).toBeLessThan(120_000);
		faces = [faceOf()];
		await expect.poll(kinds).toEqual(['no-face', 'no-face over']);
		// somebody may have changed places
		await expect.poll(() => frames).toBe(2);
	});

	test('says it cannot tell who this is after three answers that were not alike, and until one is', async () => {
		const watch = watchOf();
		alike = 'other';
		followed(watch);
		await expect.poll(() => watch.seen()).toEqual(['other-face']);
		expect(frames).toBeGreaterThanOrEqual(3);
		alike = 'same';
		await expect.poll(() => watch.seen()).toEqual([]);
		// the server's to tell
		expect(told).toEqual([]);
	});

	test('[C7] stops at once when the candidate takes their word back: nothing open, no picture', async () => {
		const watch = watchOf();
		let agreed = true;
		followed(watch, () => agreed);
		await expect.poll(() => watch.state()).toBe('looking');
		faces = [faceOf(), faceOf()];
		await expect.poll(kinds).toEqual(['several-faces']);
		agreed = false;
		await expect.poll(kinds).toEqual(['several-faces', 'several-faces over']);
		expect(told[1]?.picture).toBeNull();
		expect([open, watch.state(), watch.seen()]).toEqual([0, 'idle', []]);
		expect(document.querySelectorAll('video')).toHaveLength(0);
	});

	test('tells what was open when the page is left', async () => {
		const watch = watchOf();
		followed(watch);
		faces = [];
		await expect.poll(kinds).toEqual(['no-face']);
		closing.pop()?.();
		watch.close();
		expect(kinds()).toEqual(['no-face', 'no-face over']);
		expect(open).toBe(0);
	});

	test('opens nothing while the start is near', async () => {
		startsAt = clock.now() + 20_000;
		followed(watchOf());
		await expect.poll(() => opened, { timeout: 8000 }).toBe(1);
		expect(openedAt).toBeGreaterThanOrEqual(startsAt + 10_000);
	});

	test('without its files it tries again; that they came later is no note', async () => {
		const watch = watchOf();
		let recording = true;
		fails = 'server.unreachable';
		followed(watch, () => recording);
		await expect.poll(() => opened).toBeGreaterThanOrEqual(3);
		expect([told, watch.state()]).toEqual([[], 'waiting']);
		fails = null;
		await expect.poll(() => watch.state()).toBe('looking');
		recording = false;
		await expect.poll(() => open).toBe(0);
		expect(told).toEqual([]);
	});

	test('that never came is a note of the whole time, and blames nobody', async () => {
		fails = 'server.unreachable';
		const watch = watchOf();
		followed(watch);
		await expect.poll(() => opened).toBeGreaterThanOrEqual(2);
		closing.pop()?.();
		watch.close();
		expect(told).toMatchObject([{ kind: 'face-watch-off', picture: null }]);
		expect((told[0]?.until ?? 0) - (told[0]?.from ?? 0)).toBeGreaterThan(5000);
	});

	test('a browser that cannot is noted once and not asked again', async () => {
		fails = 'device.unsupported';
		const watch = watchOf();
		followed(watch);
		await expect.poll(kinds).toEqual(['face-watch-off']);
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect([opened, watch.state()]).toEqual([1, 'off']);
	});

	test('a computer that is too slow ends it with a note, rests, and takes it up again', async () => {
		tookMs = 2000;
		const watch = watchOf();
		followed(watch);
		await expect.poll(kinds).toEqual(['face-watch-off']);
		expect([open, watch.state(), told[0]?.strongest]).toEqual([0, 'off', 2]);
		tookMs = 30;
		await expect.poll(() => watch.state(), { timeout: 8000 }).toBe('looking');
		expect(kinds()).toEqual(['face-watch-off', 'face-watch-off over']);
		expect(told[1]?.id).toBe(told[0]?.id);
	});

	test('a dead worker is followed by another', async () => {
		const watch = watchOf();
		followed(watch);
		await expect.poll(() => watch.state()).toBe('looking');
		died?.();
		expect(watch.state()).toBe('waiting');
		await expect.poll(() => watch.state()).toBe('looking');
		expect([opened, open, told]).toEqual([2, 1, []]);
	});
});
