// The floor of `bench:start`: `ws` alone, one short message to everybody who listens, with the time it was sent.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096 });
server.on('listening', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
	const text = JSON.stringify({ sentAt: performance.timeOrigin + performance.now() });
	for (const socket of server.clients) socket.send(text);
});
