// What the real MediaRecorder does with a picture that stands still, and with one that never comes.
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { recordableTypes } from '../codecs.ts';
import { filmingState, isRecordersFault } from '../device-recording.ts';
import { createTrackRecorder, type TrackRecorder } from '../track-recorder.ts';
import type { CaptureSource } from './capture.ts';
import { createIdbVault } from './idb-vault.ts';
import { isRecordable, mediaSlices } from './media-slices.ts';
import { webLocks } from './web-locks.ts';

const clock = { now: () => Date.now() };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const opened: CaptureSource[] = [];
afterEach(() => {
	for (const source of opened.splice(0)) source.close();
});

/** As capture opens a screen. */
function screenOf(stream: MediaStream): CaptureSource {
	const tracks = stream.getTracks();
	const source: CaptureSource = {
		...{ stream, label: 'screen', width: 640, height: 360, mayStandStill: true },
		...{ camera: null, microphone: null, facing: null, muted: false },
		get live() {
			return tracks.every((track) => track.readyState === 'live');
		},
		onEnded: () => () => undefined,
		onMuted: () => () => undefined,
		close() {
			for (const track of tracks) track.stop();
		}
	};
	opened.push(source);
	return source;
}

async function recorderOf(): Promise<TrackRecorder<CaptureSource>> {
	return createTrackRecorder({
		...{ track: 'screen', attempt: crypto.randomUUID(), lease: crypto.randomUUID() },
		encoding: DEFAULT_RULES.screen,
		mimes: recordableTypes('screen', isRecordable) ?? ['video/webm'],
		vault: await createIdbVault(`test-${crypto.randomUUID()}`),
		...{ locks: webLocks, clock, timers: systemTimers, slices: mediaSlices },
		...{ newId: () => crypto.randomUUID(), random: Math.random }
	});
}

function painted(): HTMLCanvasElement {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [640, 360];
	canvas.getContext('2d')?.fillText('一页试题', 40, 40);
	return canvas;
}

/** A picture whose frames come only from the test; the DOM types do not know it. */
interface FrameSource extends MediaStreamTrack {
	readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: new (of: { kind: 'video' }) => FrameSource;

test('[C15] a screen that stands still from its first picture on gives bytes at its start, and is never given up', async () => {
	const recorder = await recorderOf();
	await recorder.switchTo(screenOf(painted().captureStream(5)));
	const part = recorder.state.part?.id;
	await expect.poll(() => recorder.state.bytes, { timeout: 6000 }).toBeGreaterThan(0);
	const { bytes } = recorder.state;
	for (let second = 0; second < 12; second++) {
		await sleep(1000);
		expect(filmingState({ track: recorder.state, wantedSince: null }, clock.now())).toBe('filmed');
	}
	// nothing new came all the while
	expect(recorder.state).toMatchObject({ state: 'recording', bytes, part: { id: part } });
	await recorder.stop();
});

test('[C15][C29] a screen that never gives a picture is told within 5 s, given up after 10 s, and filmed once it does', async () => {
	const picture = new MediaStreamTrackGenerator({ kind: 'video' });
	const recorder = await recorderOf();
	const begun = clock.now();
	await recorder.switchTo(screenOf(new MediaStream([picture])));
	const first = recorder.state.part?.id;
	const source = () => ({ track: recorder.state, wantedSince: begun });
	const filming = () => filmingState(source(), clock.now());
	let toldAfter = 0;
	while (recorder.state.interrupted === null && clock.now() - begun < 14_000) {
		if (!isRecordersFault(source(), clock.now())) expect(filming()).toBe('starting');
		else toldAfter ||= clock.now() - begun;
		await sleep(100);
	}
	expect(toldAfter).toBeGreaterThan(4000);
	expect(toldAfter).toBeLessThan(5000);
	expect(clock.now() - begun).toBeGreaterThan(9000);
	expect(recorder.state).toMatchObject({ bytes: 0, interrupted: { why: 'no-data' } });
	const writer = picture.writable.getWriter();
	const canvas = painted();
	for (let frame = 0; frame < 40 && filming() !== 'filmed'; frame++) {
		await writer.write(new VideoFrame(canvas, { timestamp: performance.now() * 1000 }));
		await sleep(100);
	}
	expect(filming()).toBe('filmed');
	expect(recorder.state.part?.id).not.toBe(first);
	await recorder.stop();
});
