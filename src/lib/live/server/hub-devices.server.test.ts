// Devices by their lease, on real sockets: who is spoken to, and when the last one of a device has gone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { silentLog } from '../../shared/log.ts';
import type { ServerMessage } from '../wire.ts';
import { createHub, type DeviceToViewer } from './hub.ts';

const left: string[] = [];
const said: [string, DeviceToViewer][] = [];
const hub = createHub({
	...{ epoch: 'epoch', clock: { now: () => 1 }, log: silentLog },
	allowed: () => true,
	heard: () => {},
	async authorize(token) {
		const [scope, attempt = '', lease = ''] = token.split(' ');
		return { scope, attempt, lease } as DeviceGrant;
	},
	left: (lease) => left.push(lease),
	toViewer: ({ lease }, message) => said.push([lease, message])
});
const server = createServer();
server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

const open: WebSocket[] = [];
afterEach(async () => {
	for (const socket of open.splice(0)) socket.terminate();
	await expect.poll(() => hub.connections()).toBe(0);
	left.length = said.length = 0;
});

async function page(token: string) {
	const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`);
	open.push(socket);
	const told: ServerMessage[] = [];
	socket.on('message', (data: Buffer) => told.push(JSON.parse(data.toString()) as ServerMessage));
	await new Promise((resolve) => socket.on('open', resolve));
	const say = (message: object): void => socket.send(JSON.stringify({ v: 1, ...message }));
	say({ type: 'hello', token });
	await expect.poll(() => told.map(({ type }) => type)).toEqual(['welcome']);
	return { socket, told, say };
}
const viewer = '00000000-0000-4000-8000-000000000001';
const LIVE: ServerMessage = { v: 1, type: 'live', viewer, iceServers: [], relayOnly: false };

test('[I2] a phone is spoken to like a computer, on all of its sockets, and nobody else hears it', async () => {
	const [desktop, phone, again] = [
		await page('attempt a desk'),
		await page('evidence a phone'),
		await page('evidence a phone')
	];
	hub.toDevice('phone', LIVE);
	await expect.poll(() => [phone.told.at(-1), again.told.at(-1)]).toEqual([LIVE, LIVE]);
	hub.toDevice('desk', LIVE);
	await expect.poll(() => desktop.told).toEqual([expect.anything(), LIVE]);
	expect(phone.told).toHaveLength(2);
});

test('[I2] that a device’s last socket has gone is told once', async () => {
	const [one, two] = [await page('evidence a phone'), await page('evidence a phone')];
	expect(hub.hasDevice('phone')).toBe(true);
	one.socket.close();
	await expect.poll(() => hub.connections()).toBe(1);
	expect([hub.hasDevice('phone'), left]).toEqual([true, []]);
	two.socket.close();
	await expect.poll(() => left).toEqual(['phone']);
	expect(hub.hasDevice('phone')).toBe(false);
});

test('[I2] what a device says to a viewer comes with whose it is', async () => {
	const phone = await page('evidence a phone');
	phone.say({ type: 'signal', viewer, data: '{}' });
	await expect.poll(() => said).toEqual([['phone', { v: 1, type: 'signal', viewer, data: '{}' }]]);
});
