// The real chain: Chromium's fake camera and screen, MediaRecorder, IndexedDB, navigator.locks.
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { recordableTypes } from '../codecs.ts';
import type { Track } from '../part.ts';
import { recorderLock, type Vault } from '../ports.ts';
import { recoverParts } from '../recovery.ts';
import { partHeader } from '../testing/factories.ts';
import { createTrackRecorder, type TrackRecorder } from '../track-recorder.ts';
import { listDevices, openCamera, openScreen, type CaptureSource } from './capture.ts';
import { createIdbVault } from './idb-vault.ts';
import { createLevelMeter } from './level-meter.ts';
import { isRecordable, mediaSlices } from './media-slices.ts';
import { webLocks } from './web-locks.ts';

const ATTEMPT = crypto.randomUUID();
const clock = { now: () => Date.now() };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const opened: CaptureSource[] = [];
afterEach(() => {
	for (const source of opened.splice(0)) source.close();
});

async function open(track: Track): Promise<CaptureSource> {
	const source =
		track === 'screen'
			? await openScreen(DEFAULT_RULES.screen)
			: await openCamera(DEFAULT_RULES.camera);
	if (!source.ok) throw new Error(source.error.code);
	opened.push(source.value);
	return source.value;
}

function recorderOf(vault: Vault, track: 'camera' | 'screen'): TrackRecorder<CaptureSource> {
	const mimes = recordableTypes(track, isRecordable);
	if (!mimes) throw new Error('no codec');
	return createTrackRecorder({
		track,
		attempt: ATTEMPT,
		lease: crypto.randomUUID(),
		encoding: DEFAULT_RULES[track],
		mimes,
		vault,
		locks: webLocks,
		clock,
		timers: systemTimers,
		slices: mediaSlices,
		newId: () => crypto.randomUUID(),
		random: Math.random
	});
}

const vaultOf = (): Promise<Vault> => createIdbVault(`test-${crypto.randomUUID()}`);

async function sha256(blob: Blob): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Seconds of film in the file. */
const filmSeconds = (file: Blob): Promise<number> =>
	new Input({ formats: ALL_FORMATS, source: new BlobSource(file) }).computeDuration();

describe('recording', () => {
	for (const track of ['camera', 'screen'] as const)
		test(`[C15] ${track}: 3 s are stored with their digest, and lie where they belong in time`, async () => {
			const vault = await vaultOf();
			const recorder = recorderOf(vault, track);
			expect(await recorder.switchTo(await open(track))).toMatchObject({ ok: true });
			await sleep(3300);
			const stoppedAt = Date.now();
			await recorder.stop();

			const [part] = await vault.parts(ATTEMPT);
			if (!part) throw new Error('no part');
			expect(part).toMatchObject({ track, closed: true, width: expect.any(Number) });
			const file = await vault.read(part.id, 0, part.stored);
			expect(await sha256(file)).toBe(part.sha256);
			const film = (await filmSeconds(file)) * 1000;
			const endError = part.startedAt + film - stoppedAt;
			expect(Math.abs(endError)).toBeLessThan(500);
			expect(Math.abs(part.startedAt + part.storedMs - stoppedAt)).toBeLessThan(500);
		});

	test('[C16] a device switch makes two parts without a gap', async () => {
		const vault = await vaultOf();
		const recorder = recorderOf(vault, 'camera');
		await recorder.switchTo(await open('camera'));
		await sleep(1500);
		await recorder.switchTo(await open('camera'));
		await sleep(1500);
		await recorder.stop();
		const [first, second, third] = await vault.parts(ATTEMPT);
		if (!first || !second || third) throw new Error('not two parts');
		const file = await vault.read(first.id, 0, first.stored);
		const gap = second.startedAt - (first.startedAt + (await filmSeconds(file)) * 1000);
		expect(gap).toBeLessThan(100);
		for (const part of [first, second])
			expect(await sha256(await vault.read(part.id, 0, part.stored))).toBe(part.sha256);
	});

	test('[C15] a running part belongs to its tab; a crashed one is closed by recovery', async () => {
		const vault = await vaultOf();
		const recorder = recorderOf(vault, 'camera');
		await recorder.switchTo(await open('camera'));
		await sleep(1300);
		const id = recorder.state.part?.id ?? '';
		expect(await webLocks.tryHold(recorderLock(id), async () => 'mine')).toBeUndefined();
		const crashed = partHeader({ id: crypto.randomUUID(), attempt: ATTEMPT });
		await vault.createPart(crashed);
		await vault.append(crashed.id, new TextEncoder().encode('film').buffer, 1000);
		const recovered = await recoverParts({ vault, locks: webLocks, attempt: ATTEMPT });
		expect(recovered.closed).toEqual([crashed.id]);
		expect(await vault.part(crashed.id)).toMatchObject({
			closed: true,
			sha256: await sha256(new Blob(['film']))
		});
		await recorder.stop();
	});

	test('[C15] a stopped camera interrupts the track, by itself and at once', async () => {
		const recorder = recorderOf(await vaultOf(), 'camera');
		const source = await open('camera');
		await recorder.switchTo(source);
		await sleep(300);
		// what an unplugged device does; track.stop() alone fires no event
		source.close();
		source.stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
		expect(recorder.state).toMatchObject({
			state: 'interrupted',
			interrupted: { why: 'source-ended' }
		});
		await recorder.stop();
	});
});

describe('devices', () => {
	test('[C16] lists cameras and microphones, and opens a chosen one', async () => {
		await open('camera');
		const { cameras, microphones } = await listDevices();
		const camera = cameras[0]?.id ?? '';
		const chosen = await openCamera(DEFAULT_RULES.camera, { camera });
		if (!chosen.ok) throw new Error(chosen.error.code);
		opened.push(chosen.value);
		expect(chosen.value).toMatchObject({ camera, live: true, width: 640, height: 480 });
		expect(microphones.length).toBeGreaterThan(0);
	});

	test('[C16] a device that is not there is missing, unless any will do', async () => {
		const gone = { camera: 'f'.repeat(64) };
		expect(await openCamera(DEFAULT_RULES.camera, gone)).toMatchObject({
			ok: false,
			error: { code: 'device.camera-missing' }
		});
		const any = await openCamera(DEFAULT_RULES.camera, { ...gone, otherwiseAny: true });
		expect(any.ok).toBe(true);
		if (any.ok) opened.push(any.value);
	});

	test('[C14] the whole screen is taken', async () => {
		const screen = await open('screen');
		expect(screen.stream.getVideoTracks()[0]?.getSettings().displaySurface).toBe('monitor');
	});

	test('[C16] the fake microphone beeps: the level moves', async () => {
		const meter = createLevelMeter((await open('camera')).stream);
		let loudest = 0;
		for (let i = 0; i < 60; i++) {
			await sleep(25);
			loudest = Math.max(loudest, meter.level());
		}
		meter.close();
		expect(loudest).toBeGreaterThan(0.3);
	});
});
