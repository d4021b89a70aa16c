// Two real RTCPeerConnections of Chromium, through the interface.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { commands } from 'vitest/browser';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { openCamera, openScreen, type CaptureSource } from '../../recording/browser/capture.ts';
import { LIVE_LIMITS } from '../live-limits.ts';
import { firstFrame, LOCAL, peerPair, type PeerPair } from '../testing/peer-pair.ts';
import type { ShownStream } from '../peer.ts';
import type { IceServer } from '../wire.ts';
import { webrtcPeers } from './webrtc-peers.ts';

declare module 'vitest/browser' {
	interface BrowserCommands {
		/** scripts/lib/turn-command.ts */
		turnServers(secret?: string): Promise<IceServer[] | null>;
	}
}

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

const shapeOf = (video: HTMLVideoElement | undefined) =>
	video && video.videoWidth / video.videoHeight;

describe('[I2] two peers', () => {
	test('camera and screen come apart, the sound with the camera, small, on a path that is told', async () => {
		const pair = paired([shownScreen(await screen()), shownCamera(await camera())]);
		const pictures = await streamOf(pair, 'camera');
		const pages = await streamOf(pair, 'screen');
		const [video, page] = await Promise.all([pictures, pages].map(firstFrame));
		expect(pictures.getAudioTracks()).toHaveLength(1);
		expect(pages.getAudioTracks()).toHaveLength(0);
		await expect.poll(() => video?.videoWidth, { timeout: 8000 }).toBe(320);
		expect(shapeOf(page)).not.toBe(shapeOf(video));
		await until(() => pair.said.includes('viewer connected'));
		await expect.poll(() => pair.viewer.way()).toBe('direct');
	});

	test('an offer fits into a message, and asks no server that was not given', async () => {
		const asked = vi.spyOn(window, 'RTCPeerConnection');
		const pair = paired([shownScreen(await screen()), shownCamera(await camera())]);
		await until(() => pair.said.includes('device connected'));
		const longest = Math.max(...pair.signals.map((text) => JSON.stringify(text).length));
		expect(longest).toBeGreaterThan(1000);
		expect(longest).toBeLessThan(MAX_SIGNAL);
		for (const [config] of asked.mock.calls) expect(config?.iceServers).toEqual([]);
	});

	test('closing a viewer’s peer fails the other’s, and stops nothing that is recorded', async () => {
		const face = await camera();
		const pair = paired([shownCamera(face)]);
		await until(() => pair.said.includes('device connected'));
		pair.viewer.close();
		await until(() => pair.said.includes('device failed'));
		expect(pair.said).not.toContain('viewer failed');
		pair.device.close();
		expect(face.live).toBe(true);
		const again = paired([shownCamera(face)]);
		await firstFrame(await streamOf(again, 'camera'));
	});

	test('a device that dies is a failure for who watches', async () => {
		const pair = paired([shownCamera(await camera())]);
		await until(() => pair.said.includes('viewer connected'));
		pair.device.close();
		await until(() => pair.said.includes('viewer failed'));
	});

	test.each(['no JSON', '{"type":"offer","sdp":"nonsense"}', 'null', '[]'])(
		'what makes no sense is a failure, not an exception: %s',
		async (text) => {
			const said: string[] = [];
			const viewer = webrtcPeers.watch(LOCAL, {
				signal: () => {},
				connected: () => {},
				stream: () => {},
				failed: () => void said.push('failed')
			});
			open.push(viewer);
			viewer.signal(text);
			viewer.signal(text);
			await until(() => said.length > 0);
			expect(said).toEqual(['failed']);
		}
	);
});

describe('[I2] over coturn alone', () => {
	test('is shown, and told to be relayed', async ({ skip, annotate }) => {
		const iceServers = await commands.turnServers();
		if (!iceServers) return skip('coturn is not installed: apt-get install coturn');
		const face = await camera();
		const times: string[] = [];
		for (const paths of [LOCAL, { iceServers, relayOnly: true }]) {
			const began = performance.now();
			const pair = paired([shownCamera(face)], paths);
			await firstFrame(await streamOf(pair, 'camera'));
			times.push(`${(performance.now() - began).toFixed(0)} ms`);
			await until(() => pair.said.includes('viewer connected'));
			const way = paths.relayOnly ? 'relayed' : 'direct';
			await expect.poll(() => pair.viewer.way()).toBe(way);
		}
		await annotate(`first picture: direct ${times[0]}, relayed ${times[1]}`);
	});

	test('who does not know the secret is not relayed', async ({ skip }) => {
		const iceServers = await commands.turnServers('another');
		if (!iceServers) return skip('coturn is not installed: apt-get install coturn');
		const pair = paired([shownCamera(await camera())], { iceServers, relayOnly: true });
		await until(() => pair.signals.length > 0);
		await new Promise((resolve) => setTimeout(resolve, 1500));
		expect(pair.said).not.toContain('viewer connected');
	});
});
