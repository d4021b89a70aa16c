// The way into the process, over raw sockets: a client may write anything into its first line.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from './app.ts';
import { handleRequest, handleUpgrade } from './attach.ts';
import { ADDRESS_HEADER } from './forwarded.ts';

const APP = Symbol.for('duimian.app');
const slot = globalThis as { [APP]?: App | undefined };
const former = slot[APP];

let upgraded: string[] = [];
const none = { handles: () => false };
const app = {
	...{
		uploads: none,
		handIn: none,
		checks: { uploads: none },
		config: { TRUST_PROXY: false, PROXY_HOPS: 1 }
	},
	hub: {
		upgrade(request: IncomingMessage, socket: { end(answer: string): void }) {
			upgraded.push(request.url ?? '');
			socket.end('HTTP/1.1 204 OK\r\n\r\n');
		}
	}
};
const thrown: unknown[] = [];
const server = createServer((request, response) => {
	if (!handleRequest(request, response))
		response.end(`of Kit, from ${String(request.headers[ADDRESS_HEADER])}`);
});
server.on('upgrade', (request, socket, head) => {
	try {
		if (!handleUpgrade(request, socket, head)) socket.destroy();
	} catch (error) {
		thrown.push(error);
		socket.destroy();
	}
});

beforeAll(async () => {
	slot[APP] = app as unknown as App;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
beforeEach(() => {
	upgraded = [];
	thrown.length = 0;
});
afterAll(() => {
	slot[APP] = former;
	server.close();
});

/** @returns all that the server said until it closed */
async function say(...lines: string[]): Promise<string> {
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.write([...lines, 'Host: exam.example.cn', '', ''].join('\r\n'));
	return text(socket);
}
const ODD = ['//', '///ws', 'http://', '/%', '//[', '*'];
const upgrade = (url: string) =>
	say(`GET ${url} HTTP/1.1`, 'Connection: Upgrade', 'Upgrade: websocket');

test.each(ODD)('an upgrade of %s is turned away and throws nothing', async (url) => {
	expect(await upgrade(url)).toBe('');
	expect([thrown, upgraded]).toEqual([[], []]);
});

test.each(ODD)('a request of %s throws nothing', async (url) => {
	expect(await say(`GET ${url} HTTP/1.1`, 'Connection: close')).toMatch(/of Kit|400/);
});

test('the socket’s address is taken, with or without a query, and no other', async () => {
	for (const url of ['/ws', '/ws?a=//', '/wss', '/ws/']) await upgrade(url);
	expect(upgraded).toEqual(['/ws', '/ws?a=//']);
});

test('Kit reads the client’s address from a header that no client can choose', async () => {
	await import('../../../server.js');
	expect(process.env).toMatchObject({
		...{ ADDRESS_HEADER, HOST_HEADER: 'x-forwarded-host', PROTOCOL_HEADER: 'x-forwarded-proto' }
	});
	const forged = ['x-forwarded-for', ADDRESS_HEADER].map((name) => `${name}: 1.1.1.1`);
	expect(await say('GET / HTTP/1.1', 'Connection: close', ...forged)).toContain('from 127.0.0.1');
});
