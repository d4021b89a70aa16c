// Who watches and who shows, with real peers: shared, rebuilt, given way to the recording.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { openCamera, openScreen, type CaptureSource } from '../../recording/browser/capture.ts';
import { LIVE_LIMITS, LIVE_SHARE } from '../live-limits.ts';
import type { ShownStream } from '../peer.ts';
import { livePair } from '../testing/live-pair.ts';
import { firstFrame } from '../testing/peer-pair.ts';
import type { Flow } from '../uplink-governor.ts';
import type { LivePush } from './connection.ts';
import type { DeviceLive, LiveLink } from './device-live.ts';
import { liveWhenAsked } from './live-when-asked.ts';

const open: { close(): void }[] = [];
/** Every connection that was made, the watching side's and the showing side's. */
let made: RTCPeerConnection[] = [];
const Real = RTCPeerConnection;
beforeEach(() => {
	made = [];
	vi.stubGlobal(
		'RTCPeerConnection',
		class extends Real {
			constructor(config?: RTCConfiguration) {
				super(config);
				made.push(this);
			}
		}
	);
});
afterEach(() => {
	vi.unstubAllGlobals();
	for (const one of open.splice(0).reverse()) one.close();
});

function opened(source: Awaited<ReturnType<typeof openCamera>>): CaptureSource {
	if (!source.ok) throw new Error(source.error.code);
	open.push(source.value);
	return source.value;
}
const camera = async () => opened(await openCamera(DEFAULT_RULES.camera));
const of = (track: 'camera' | 'screen', { stream }: CaptureSource): ShownStream => ({
	...{ track, stream, limit: LIVE_LIMITS[track] }
});
function paired(...given: Parameters<typeof livePair>) {
	const pair = livePair(...given);
	open.push(pair);
	return pair;
}
type Pair = ReturnType<typeof livePair>;
/** Nothing is measured here. */
const PATIENCE_MS = 25_000;
const until = (condition: () => unknown): Promise<void> =>
	expect.poll(condition, { timeout: PATIENCE_MS, interval: 20 }).toBeTruthy();
async function live(pair: Pair, not?: MediaStream): Promise<MediaStream> {
	const now = () => (pair.state()?.phase === 'live' ? pair.state()?.streams.camera : undefined);
	await until(() => now() && now() !== not);
	const stream = now() as MediaStream;
	await firstFrame(stream);
	return stream;
}
const senders = () =>
	made.flatMap((one) => one.getSenders()).filter(({ track }) => track?.kind === 'video');
const bitrates = () => senders().map((sender) => sender.getParameters().encodings[0]?.maxBitrate);
const NO_FLOW: () => Flow[] = () => [];

describe('[I2] live', { timeout: 3 * PATIENCE_MS }, () => {
	test('camera and screen of one computer come over one peer, shown as often as one likes', async () => {
		const [face, desk] = [await camera(), opened(await openScreen(DEFAULT_RULES.screen))];
		const pair = paired({ shown: () => [of('camera', face), of('screen', desk)], flows: NO_FLOW });
		const [leave, leaveToo] = [pair.show('camera'), pair.show('screen')];
		pair.show('camera');
		await live(pair);
		await until(() => pair.state()?.streams.screen);
		expect(pair.asked()).toBe(1);
		leave();
		leaveToo();
		expect(pair.state()?.phase).toBe('live');
		await expect.poll(() => pair.state()?.way).toBe('direct');
	});

	test('a connection that dies is built anew', async () => {
		const face = await camera();
		const pair = paired({ shown: () => [of('camera', face)], flows: NO_FLOW });
		pair.show('camera');
		const first = await live(pair);
		for (const one of made) one.close();
		await live(pair, first);
		expect(pair.asked()).toBeGreaterThan(1);
		expect(face.live).toBe(true);
	});

	test('another camera is shown as soon as it is recorded', async () => {
		let face = await camera();
		const pair = paired({ shown: () => [of('camera', face)], flows: NO_FLOW });
		pair.show('camera');
		const first = await live(pair);
		face = await camera();
		await live(pair, first);
		expect(pair.ends).toContain('stopped');
	});

	test('a device without a connection drops who watches it; what is recorded goes on', async () => {
		const face = await camera();
		const pair = paired({ shown: () => [of('camera', face)], flows: NO_FLOW });
		pair.show('camera');
		const first = await live(pair);
		pair.lose();
		await until(() => pair.state()?.phase !== 'live');
		expect(pair.ends).toEqual([]);
		await live(pair, first);
		expect(face.live).toBe(true);
	});

	test('nobody shows it any more: the peer is closed on both sides', async () => {
		const face = await camera();
		const pair = paired({ shown: () => [of('camera', face)], flows: NO_FLOW });
		const leave = pair.show('camera');
		await live(pair);
		leave();
		await until(() => made.every(({ signalingState }) => signalingState === 'closed'));
		expect(face.live).toBe(true);
	});
});

describe('[I2] the recording comes first', { timeout: 3 * PATIENCE_MS }, () => {
	test('a slow uplink: sinks, ends, says why, and comes back once it has caught up', async () => {
		const face = await camera();
		let [lag, ahead] = [4000, 0];
		const flows = () => [{ savedTo: 1_000_000, safeTo: 1_000_000 - lag }];
		const pair = paired(
			{ shown: () => [of('camera', face)], flows },
			() => performance.now() + ahead
		);
		pair.show('camera');
		const first = await live(pair);
		const { bitrate } = LIVE_LIMITS.camera;
		expect(bitrates()).toEqual([bitrate]);
		lag = 16_000;
		await expect.poll(bitrates).toEqual([bitrate * LIVE_SHARE.low]);
		expect(pair.state()?.phase).toBe('live');
		lag = 31_000;
		await until(() => pair.state()?.fault === 'uplink');
		expect(pair.ends).toEqual(['uplink']);
		expect(face.live).toBe(true);
		// asked again meanwhile, refused again, and the words stay
		await until(() => pair.ends.length > 1);
		const since = pair.states.findIndex(({ fault }) => fault === 'uplink');
		expect(pair.states.slice(since).map(({ phase }) => phase)).not.toContain('connecting');
		lag = 3000;
		await new Promise((resolve) => setTimeout(resolve, 1200));
		ahead += 16_000;
		await live(pair, first);
		expect(bitrates().at(-1)).toBe(bitrate * LIVE_SHARE.low);
		ahead += 16_000;
		await expect.poll(() => bitrates().at(-1)).toBe(bitrate);
	}, 40_000);

	test('nothing is loaded before somebody asks; what cannot be loaded is said, and tried again', async () => {
		let listener: Parameters<LiveLink['onLive']>[0] = () => {};
		const [said, heard]: [unknown[], unknown[]] = [[], []];
		const load = vi.fn<() => Promise<DeviceLive>>();
		load.mockRejectedValueOnce(new Error('no network'));
		load.mockResolvedValue({ heard: (push) => void heard.push(push), close: () => {} });
		const asks = liveWhenAsked(
			{
				onLive(given) {
					listener = given;
					return () => {};
				},
				sayLive: (word) => void said.push(word)
			},
			load
		);
		const push: LivePush = {
			...{ v: 1, type: 'live', viewer: 'x', iceServers: [], relayOnly: false }
		};
		listener({ v: 1, type: 'live-ended', viewer: 'x', why: 'gone' });
		expect(load).not.toHaveBeenCalled();
		listener(push);
		await expect.poll(() => said).toEqual([{ type: 'live-ended', viewer: 'x', why: 'failed' }]);
		listener(push);
		listener({ v: 1, type: 'signal', viewer: 'x', data: '{}' });
		await expect.poll(() => heard.length).toBe(2);
		expect(load).toHaveBeenCalledTimes(2);
		asks.close();
	});
});
