// How long a device holds a peer that does not connect: peers that do nothing by themselves, and a clock put on.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PeerEvents } from '../peer.ts';
import { createDeviceLive } from './device-live.ts';
import type { LivePush, LiveWord } from './connection.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function device() {
	const [said, closed, events]: [LiveWord[], number[], PeerEvents[]] = [[], [], []];
	const stream = {} as MediaStream;
	const limit = { bitrate: 1, frameRate: 1, width: 1 };
	const live = createDeviceLive(
		{
			connection: () => ({ state: 'connected' }),
			subscribe: () => () => {},
			sayLive: (word) => void said.push(word)
		},
		{ shown: () => [{ track: 'camera', stream, limit }], flows: () => [] },
		{
			monotonic: () => Date.now(),
			peers: {
				show(_paths, _streams, given) {
					const n = events.push(given);
					return { limit: () => {}, signal: () => {}, close: () => void closed.push(n) };
				},
				watch: () => expect.fail('a device shows itself')
			}
		}
	);
	return { live, said, closed, events };
}
const asks = (viewer: string): LivePush => ({
	...{ v: 1, type: 'live', viewer, iceServers: [], relayOnly: false }
});

test('[I2] a peer that is not connected after 20 s is given up; one that is stays', () => {
	const { live, said, closed, events } = device();
	live.heard(asks('vanished'));
	live.heard(asks('sees'));
	events[1]?.connected();
	vi.advanceTimersByTime(19_000);
	expect([said, closed]).toEqual([[], []]);
	vi.advanceTimersByTime(1000);
	expect(said).toEqual([{ type: 'live-ended', viewer: 'vanished', why: 'failed' }]);
	expect(closed).toEqual([1]);
	vi.advanceTimersByTime(60_000);
	expect(closed).toEqual([1]);
	live.close();
});
