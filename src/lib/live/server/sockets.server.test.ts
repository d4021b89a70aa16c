// Who keeps a place among the devices' sockets, and how long: real sockets, some of them of nobody who is honest.
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { silentLog } from '../../shared/log.ts';
import { createHub } from './hub.ts';

const hub = createHub({
	...{ epoch: 'epoch', clock: { now: () => 1 }, log: silentLog, helloWithinMs: 2500 },
	allowed: () => true,
	addressOf: ({ headers }) => String(headers['x-from'] ?? ''),
	heard: () => {},
	authorize: async (lease) =>
		lease === 'stolen' ? null : ({ scope: 'attempt', attempt: 'a', lease } as DeviceGrant)
});
const server = createServer();
server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;

const open: (WebSocket | Socket)[] = [];
afterEach(async () => {
	for (const one of open.splice(0))
		if (one instanceof WebSocket) one.terminate();
		else one.destroy();
	await expect.poll(() => hub.connections()).toBe(0);
});

async function page(lease: string | null, from = '192.0.2.1') {
	const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/ws`, {
		headers: { 'x-from': from }
	});
	open.push(socket);
	const closed = new Promise<number>((resolve) => socket.on('close', resolve));
	await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
	if (lease !== null) {
		const told = new Promise((resolve) => socket.once('message', resolve));
		socket.send(JSON.stringify({ v: 1, type: 'hello', token: lease }));
		await told;
	}
	return { socket, closed };
}

/** Opens a socket, says nothing, and does not answer a close either. */
async function deaf(): Promise<void> {
	const socket = connect(port, '127.0.0.1');
	open.push(socket);
	socket.on('error', () => {});
	const key = Buffer.alloc(16).toString('base64');
	socket.write(
		`GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
	);
	await new Promise((resolve) => socket.once('data', resolve));
}

test('[I2] a socket that was refused and does not leave has lost its place a second later', async () => {
	await deaf();
	expect(hub.connections()).toBe(1);
	await expect.poll(() => hub.connections(), { timeout: 4500 }).toBe(0);
});

test('[I2] a seventh page of one device closes the oldest, which may come back; others stay', async () => {
	const other = await page('other');
	const pages = [];
	for (let n = 0; n < 7; n++) pages.push(await page('one'));
	expect(await pages[0]?.closed).toBe(1013);
	await expect.poll(() => hub.connections()).toBe(7);
	const again = await page('one');
	expect(await pages[1]?.closed).toBe(1013);
	await expect.poll(() => hub.connections()).toBe(7);
	expect([other, again, pages[6]].map((one) => one?.socket.readyState)).toEqual([1, 1, 1]);
});

test('[I2] 200 sockets of one household that have not said who they are keep out a further one, and nobody else', async () => {
	const v6 = (n: number): string => `2001:db8:0:1::${n.toString(16)}`;
	const known = await page('known', v6(1));
	const strangers = await Promise.all(Array.from({ length: 200 }, (_, n) => page(null, v6(n + 2))));
	await expect(page(null, v6(999))).rejects.toThrow('503');
	expect((await page('elsewhere', '2001:db8:0:2::1')).socket.readyState).toBe(1);
	// one of them says who it is: there is room for another
	strangers[0]?.socket.send(JSON.stringify({ v: 1, type: 'hello', token: 'late' }));
	await new Promise((resolve) => strangers[0]?.socket.once('message', resolve));
	const next = await page(null, v6(999));
	// and one leaves
	next.socket.close();
	await next.closed;
	expect((await page(null, v6(998))).socket.readyState).toBe(1);
	expect(known.socket.readyState).toBe(1);
});
