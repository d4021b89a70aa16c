// The phone's evidence with Chromium's fake camera: the real MediaRecorder, IndexedDB, navigator.locks.
import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { recordableTypes } from '../codecs.ts';
import type { DeviceRecording } from '../device-recording.ts';
import type { StoredPart, Vault } from '../ports.ts';
import { openFacing } from './capture.ts';
import { createIdbVault } from './idb-vault.ts';
import { isRecordable, mediaSlices } from './media-slices.ts';
import { createPhoneRecording, type PhoneRecording } from './phone-recording.ts';
import { webLocks } from './web-locks.ts';

const encoding = DEFAULT_RULES.evidence;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const open: PhoneRecording[] = [];
afterEach(async () => {
	vi.restoreAllMocks();
	for (const phone of open.splice(0)) await phone.stop();
});

async function phoneOf(): Promise<{ phone: PhoneRecording; parts: () => Promise<StoredPart[]> }> {
	const attempt = crypto.randomUUID();
	const vault: Vault = await createIdbVault(`test-${crypto.randomUUID()}`);
	const phone = createPhoneRecording({
		attempt,
		lease: crypto.randomUUID(),
		encoding,
		vault,
		locks: webLocks,
		clock: { now: () => Date.now() },
		timers: systemTimers
	});
	open.push(phone);
	return { phone, parts: () => vault.parts(attempt) };
}

const isFilming = ({ state }: PhoneRecording): boolean =>
	state.evidence.state === 'live' && (state.evidence.track?.bytes ?? 0) > 0;
const stream = (phone: PhoneRecording): MediaStream => {
	const { source } = phone.state.evidence;
	if (!source) throw new Error('no camera');
	return source.stream;
};

/** What a call does to the picture. */
function mute(track: MediaStreamTrack, muted: boolean): void {
	Object.defineProperty(track, 'muted', { value: muted, configurable: true });
	track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
}

describe('phone recording', () => {
	test('[P4] films at a low rate, by the exam’s encoding, as evidence', async () => {
		const { phone, parts } = await phoneOf();
		await phone.open();
		const [picture] = stream(phone).getVideoTracks();
		expect(picture?.getSettings()).toMatchObject({ width: 640, height: 480, frameRate: 12 });
		phone.record();
		await expect.poll(() => isFilming(phone), { timeout: 10_000 }).toBe(true);
		const duty: DeviceRecording = phone;
		expect(duty.witnesses()).toHaveLength(1);
		await phone.stop();
		expect(phone.state.evidence).toMatchObject({ state: 'off', source: null });
		const [part, ...others] = await parts();
		expect(others).toEqual([]);
		expect(part).toMatchObject({ track: 'evidence', closed: true });
		expect(part?.mime).toMatch(/avc1|h264/);
	});

	test('[P4] is never asked for more than 15 pictures a second', async () => {
		const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
		const opened = await openFacing({ ...encoding, frameRate: 30 }, 'environment');
		if (opened.ok) opened.value.close();
		expect(asked.mock.calls[0]?.[0]).toMatchObject({
			video: { facingMode: { ideal: 'environment' }, frameRate: { ideal: 15, max: 15 } },
			audio: { channelCount: { ideal: 1 } }
		});
	});

	test('[P4] where no size lies within the limits, the phone films in the size it has', async () => {
		const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		const asked = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
		asked.mockImplementationOnce(() =>
			Promise.reject(new DOMException('height', 'OverconstrainedError'))
		);
		asked.mockImplementation(real);
		const opened = await openFacing(encoding, 'user');
		expect(opened).toMatchObject({ ok: true, value: { live: true, facing: 'user' } });
		if (opened.ok) opened.value.close();
	});

	test('[P4] turned to the other side it goes on as a new part', async () => {
		const { phone, parts } = await phoneOf();
		await phone.open();
		phone.record();
		await expect.poll(() => isFilming(phone), { timeout: 10_000 }).toBe(true);
		const former = stream(phone);
		const liveWhenAsked: boolean[] = [];
		const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockImplementation((constraints) => {
			liveWhenAsked.push(former.active);
			return real(constraints);
		});
		// this side is open already
		await phone.open('user');
		expect(liveWhenAsked).toEqual([]);
		await phone.open('environment');
		expect(liveWhenAsked).toEqual([false]);
		expect(phone.state).toMatchObject({ facing: 'environment', evidence: { state: 'live' } });
		await expect
			.poll(() => phone.state.evidence.track?.state, { timeout: 10_000 })
			.toBe('recording');
		await sleep(1000);
		await phone.stop();
		const all = await parts();
		expect(all).toHaveLength(2);
		expect(all.every(({ closed, stored }) => closed && stored > 0)).toBe(true);
	});

	test('[P5] a camera that stopped comes back by itself, on the same side', async () => {
		const { phone, parts } = await phoneOf();
		await phone.open('environment');
		phone.record();
		await expect.poll(() => isFilming(phone), { timeout: 10_000 }).toBe(true);
		const former = stream(phone);
		for (const track of former.getTracks()) track.stop();
		await expect
			.poll(() => phone.state.evidence.source?.stream.id, { timeout: 10_000 })
			.not.toBe(former.id);
		await expect
			.poll(() => phone.state.evidence.track?.state, { timeout: 10_000 })
			.toBe('recording');
		expect(phone.state).toMatchObject({ facing: 'environment', evidence: { state: 'live' } });
		await sleep(1000);
		await phone.stop();
		const all = await parts();
		expect(all).toHaveLength(2);
		expect(all.every(({ stored }) => stored > 0)).toBe(true);
	});

	test('[P5] a picture that the system holds back is told, and given back', async () => {
		const { phone } = await phoneOf();
		await phone.open();
		phone.record();
		await expect.poll(() => isFilming(phone), { timeout: 10_000 }).toBe(true);
		const [picture] = stream(phone).getVideoTracks();
		if (!picture) throw new Error('no picture');
		mute(picture, true);
		expect(phone.state.evidence).toMatchObject({ state: 'live', muted: true });
		mute(picture, false);
		expect(phone.state.evidence).toMatchObject({ muted: false, track: { state: 'recording' } });
	});
});

describe('what a phone would record in', () => {
	/** Until MediaRecorder has given four slices with something in them; the fifth is what `stop` flushes. */
	async function record(mime: string): Promise<Blob[]> {
		const source = await openFacing(encoding, 'user');
		if (!source.ok) throw new Error(source.error.code);
		const slices: Promise<ArrayBuffer>[] = [];
		const failures: string[] = [];
		const settings = {
			mime,
			videoBitsPerSecond: encoding.videoBitsPerSecond,
			audioBitsPerSecond: encoding.audioBitsPerSecond
		};
		let over = false;
		const run = mediaSlices.start(source.value, settings, {
			started() {},
			slice: (data) => void (data.size > 0 && slices.push(data.arrayBuffer())),
			failed: (why) => void failures.push(why),
			stopped: () => (over = true)
		});
		await expect.poll(() => slices.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
		run.stop();
		await expect.poll(() => over, { timeout: 10_000 }).toBe(true);
		source.value.close();
		expect(failures).toEqual([]);
		return (await Promise.all(slices)).map((bytes) => new Blob([bytes]));
	}

	/** Start of the last picture, seconds. */
	async function lastPicture(slices: readonly Blob[]): Promise<number> {
		const source = new BlobSource(new Blob([...slices]));
		const track = await new Input({ formats: ALL_FORMATS, source }).getPrimaryVideoTrack();
		if (!track) return 0;
		let last = 0;
		for await (const packet of new EncodedPacketSink(track).packets()) last = packet.timestamp;
		return last;
	}

	const isWanted = (mime: string): boolean => /h264|avc1|vp8/.test(mime) && isRecordable(mime);
	for (const mime of recordableTypes('evidence', isWanted) ?? [])
		test(`[P4] ${mime}: comes in slices, what is kept before a kill can be read`, async () => {
			const slices = await record(mime);
			expect(await lastPicture(slices)).toBeGreaterThan(2.2);
			expect(await lastPicture(slices.slice(0, -1))).toBeGreaterThan(1.4);
		});

	test('[E4] H.264 in what Chromium calls webm is played by it', async () => {
		const slices = await record('video/webm;codecs=h264,opus');
		const video = document.createElement('video');
		video.src = URL.createObjectURL(new Blob(slices, { type: 'video/x-matroska' }));
		await expect.poll(() => video.videoWidth, { timeout: 10_000 }).toBe(640);
		URL.revokeObjectURL(video.src);
	});
});
