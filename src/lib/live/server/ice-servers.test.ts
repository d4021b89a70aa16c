import { describe, expect, test } from 'vitest';
import { createIceServers, turnCredentials } from './ice-servers.ts';

const NOW = 1_800_000_000_000;
const clock = { now: () => NOW };

describe('[I2] ways through the network', () => {
	test('credentials are what coturn computes from the shared secret', () => {
		// printf 1800003600:0f8e2c | openssl dgst -sha1 -hmac north -binary | base64
		expect(turnCredentials('north', '0f8e2c', NOW)).toEqual({
			username: '1800003600:0f8e2c',
			credential: '/AwVGv1yHEZ8/KFp5XDv2z/HVSo='
		});
	});

	test('none unless the operator gave some', () => {
		const none = createIceServers({ stunUrls: [], turnUrls: [], turnSecret: '' }, clock);
		expect(none('seat')).toEqual([]);
	});

	test('STUN needs no name, TURN has one of its own for each view', () => {
		const servers = createIceServers(
			{ stunUrls: ['stun:a:3478'], turnUrls: ['turn:a:3478', 'turns:a:5349'], turnSecret: 's' },
			clock
		);
		const [stun, turn] = servers('seat');
		expect(stun).toEqual({ urls: ['stun:a:3478'] });
		expect(turn?.urls).toEqual(['turn:a:3478', 'turns:a:5349']);
		expect(turn?.username).not.toBe(servers('other')[1]?.username);
	});
});
