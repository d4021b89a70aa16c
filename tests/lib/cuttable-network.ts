// A network that can really be cut: a TCP relay between browser and server whose connections die and are refused.
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface CuttableNetwork {
	readonly url: string;
	cut(): void;
	mend(): void;
	close(): void;
}

export async function relayTo(url: string): Promise<CuttableNetwork> {
	const target = new URL(url);
	const sockets = new Set<Socket>();
	let cut = false;
	const server: Server = createServer((near) => {
		if (cut) {
			near.destroy();
			return;
		}
		const far = connect(Number(target.port), '127.0.0.1');
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
			socket.on('error', () => socket.destroy());
		}
		near.pipe(far).pipe(near);
		near.on('close', () => far.destroy());
		far.on('close', () => near.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const drop = (): void => sockets.forEach((socket) => socket.destroy());
	return {
		url: `http://localhost:${port}`,
		cut() {
			cut = true;
			drop();
		},
		mend() {
			cut = false;
		},
		close() {
			drop();
			server.close();
		}
	};
}
