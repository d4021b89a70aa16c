import { describe, expect, test } from 'vitest';
import { liveConfigOf, readConfig } from './config.ts';

describe('[I2] settings of live views', () => {
	test('none: nothing outside the installation is asked, four may watch', () => {
		expect(liveConfigOf(readConfig({}))).toEqual({
			...{ stunUrls: [], turnUrls: [], turnSecret: '', relayOnly: false, maxViewers: 4 }
		});
	});

	test('several addresses, and the relay’s secret', () => {
		const given = readConfig({
			LIVE_STUN_URLS: 'stun:a:3478, stun:b:3478',
			LIVE_TURN_URLS: 'turn:a:3478?transport=udp,turns:a:5349',
			...{ LIVE_TURN_SECRET: 's', LIVE_RELAY_ONLY: '1', LIVE_MAX_VIEWERS: '2' }
		});
		expect(liveConfigOf(given)).toEqual({
			stunUrls: ['stun:a:3478', 'stun:b:3478'],
			turnUrls: ['turn:a:3478?transport=udp', 'turns:a:5349'],
			...{ turnSecret: 's', relayOnly: true, maxViewers: 2 }
		});
	});

	test.each([
		[{ LIVE_TURN_URLS: 'turn:a:3478' }, /go together/],
		[{ LIVE_TURN_SECRET: 's' }, /go together/],
		[{ LIVE_STUN_URLS: 'a:3478' }, /LIVE_STUN_URLS.*stun:HOST:PORT/s],
		[{ LIVE_TURN_URLS: 'stun:a:1', LIVE_TURN_SECRET: 's' }, /turn:HOST:PORT/],
		[{ LIVE_RELAY_ONLY: '1' }, /LIVE_RELAY_ONLY/],
		[{ LIVE_MAX_VIEWERS: '0' }, /LIVE_MAX_VIEWERS/]
	])('%o is refused in words', (environment, words) => {
		expect(() => readConfig(environment)).toThrow(words);
	});
});
