// Two real RTCPeerConnections of Chromium, through the interface.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { openCamera, openScreen, type CaptureSource } from '../../recording/browser/capture.ts';
import { LIVE_LIMITS } from '../live-limits.ts';
import { firstFrame, LOCAL, peerPair, type PeerPair } from '../testing/peer-pair.ts';
import type { ShownStream } from '../peer.ts';
import { webrtcPeers } from './webrtc-peers.ts';

const MAX_SIGNAL = 16_000;
const open: { close(): void }[] = [];
afterEach(() => {
	vi.restoreAllMocks();
	for (const one of open.splice(0)) one.close();
});

function opened(source: Awaited<ReturnType<typeof openCamera>>): CaptureSource {
	if (!source.ok) throw new Error(source.error.code);
	open.push(source.value);
	return source.value;
}
const camera = async () => opened(await openCamera(DEFAULT_RULES.camera));
const screen = async () => opened(await openScreen(DEFAULT_RULES.screen));
const shownCamera = ({ stream }: CaptureSource): ShownStream => ({
	...{ track: 'camera', stream, limit: LIVE_LIMITS.camera }
});
const shownScreen = ({ stream }: CaptureSource): ShownStream => ({
	...{ track: 'screen', stream, limit: LIVE_LIMITS.screen }
});
function paired(...of: Parameters<typeof peerPair>): PeerPair {
	const pair = peerPair(...of);
	open.push(pair.device, pair.viewer);
	return pair;
}
const until = (condition: () => unknown): Promise<void> =>
	expect.poll(condition, { timeout: 10_000, interval: 20 }).toBeTruthy();
const streamOf = async ({ streams }: PeerPair, track: 'camera' | 'screen') => {
	await until(() => streams.has(track));
	return streams.get(track) as MediaStream;
};

describe('[I2] two peers', () => {
	test('camera and screen come apart, the sound with the camera, small and on a path that is told', async () => {
		const [face, desk] = [await camera(), await screen()];
		const began = performance.now();
		const pair = paired([shownScreen(desk), shownCamera(face)]);
		const [pictures, pages] = [await streamOf(pair, 'camera'), await streamOf(pair, 'screen')];
		const video = await firstFrame(pictures);
		console.log(`first frame direct: ${(performance.now() - began).toFixed(0)} ms`);
		expect(pictures.getAudioTracks()).toHaveLength(1);
		expect(pages.getAudioTracks()).toHaveLength(0);
		const page = await firstFrame(pages);
		await expect.poll(() => video.videoWidth, { timeout: 8000 }).toBe(320);
		expect(page.videoWidth / page.videoHeight).not.toBe(video.videoWidth / video.videoHeight);
		await until(() => pair.said.includes('viewer connected'));
		await expect.poll(() => pair.viewer.way()).toBe('direct');
		expect(Math.max(...pair.signals.map(({ length }) => length))).toBeLessThan(MAX_SIGNAL / 2);
		console.log(`longest signal ${Math.max(...pair.signals.map(({ length }) => length))}`);
	});
});
