// A TCP relay that holds every byte for half a round trip, each way, in order. Arguments: target port, round trip (ms).
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const [target, roundTripMs] = process.argv.slice(2).map(Number);
const pass = (from: Socket, to: Socket): void => {
	from.setNoDelay(true);
	from.on('data', (bytes) =>
		setTimeout(() => to.writable && to.write(bytes), (roundTripMs ?? 0) / 2)
	);
	from.on('error', () => to.destroy());
	from.on('close', () => setTimeout(() => to.destroy(), (roundTripMs ?? 0) / 2));
};
const server = createServer((near) => {
	const far = connect(target ?? 0, '127.0.0.1');
	pass(near, far);
	pass(far, near);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
	process.send?.({ port: (server.address() as AddressInfo).port })
);
