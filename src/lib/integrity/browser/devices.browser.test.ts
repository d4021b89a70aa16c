// Chromium's fake camera and screen, opened as the interview opens them: what happens to the tracks is dispatched on them,
// or done by CDP where it can be.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import {
	createDesktopRecording,
	type DesktopRecording
} from '../../recording/browser/desktop-recording.ts';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { subject } from '../../shared/observable.ts';
import { fakeDesk, type FakeDesk } from '../testing/fake-desk.ts';
import { watchDevices, type Devices } from './devices.ts';

let desk: FakeDesk;
beforeEach(() => {
	desk = fakeDesk();
});

describe('[C29] with real devices', () => {
	let desktop: DesktopRecording;
	let stop: () => void;
	beforeEach(async () => {
		desktop = createDesktopRecording({
			...{ attempt: crypto.randomUUID(), lease: crypto.randomUUID() },
			encodings: DEFAULT_RULES,
			vault: await createIdbVault(`test-${crypto.randomUUID()}`),
			...{ locks: webLocks, clock: { now: () => Date.now() }, timers: systemTimers }
		});
		await desktop.openCamera();
		await desktop.openScreen();
		stop = watchDevices(desktop)(desk);
	});
	afterEach(async () => {
		stop();
		await desktop.stop();
	});
	const tracks = (one: 'camera' | 'screen'): MediaStreamTrack[] =>
		desktop.state[one].source?.stream.getTracks() ?? [];
	const end = (one: 'camera' | 'screen'): void =>
		tracks(one).forEach((track) => {
			track.stop();
			track.dispatchEvent(new Event('ended'));
		});

	test('a camera that ends by itself is told once, with its microphone, also when it comes back by itself', async () => {
		end('camera');
		expect(desk.said).toEqual(['device-ended/camera']);
		await expect.poll(() => desktop.state.camera.state).toBe('live');
		expect(desk.said).toHaveLength(1);
	});

	test('a share that is stopped in the browser’s bar', () => {
		end('screen');
		expect(desk.said).toEqual(['device-ended/screen']);
	});

	test('another camera that is chosen, and the end of the interview, are no loss', async () => {
		await desktop.openCamera();
		await desktop.openScreen();
		await desktop.stop();
		expect(desk.said).toEqual([]);
	});

	test('a picture that the system holds back, as long as it does', async () => {
		const [video] = tracks('camera').filter(({ kind }) => kind === 'video');
		const mute = (muted: boolean): void => {
			if (!video) return;
			Object.defineProperty(video, 'muted', { value: muted, configurable: true });
			video.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
		};
		mute(true);
		expect(desk.said).toEqual(['+camera-muted/camera']);
		mute(false);
		expect(desk.said).toEqual(['+camera-muted/camera', '-camera-muted/camera']);
	});
});

const LIVE = { state: 'live', source: { label: 'HD Webcam' }, muted: false } as const;
const devices = (camera: Partial<Devices['camera']>): Devices => ({
	camera: { ...LIVE, ...camera },
	screen: LIVE
});

test('[C31] a camera that is a program, as long as it is the one that is used', () => {
	const state = subject(devices({ source: { label: 'OBS Virtual Camera' } }));
	const stop = watchDevices(state)(desk);
	expect(desk.said).toEqual(['+virtual-camera/camera']);
	state.set(devices({}));
	state.set(devices({ source: { label: 'ManyCam' } }));
	stop();
	state.set(devices({}));
	expect(desk.said.slice(1)).toEqual([
		'-virtual-camera/camera',
		'+virtual-camera/camera',
		'-virtual-camera/camera'
	]);
});
