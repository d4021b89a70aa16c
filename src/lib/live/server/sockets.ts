// The sockets of one kind in this process: same origin, bounded in number and size, answered by whoever is alive, closed
// before a slow reader eats the memory. Knows nothing of what is said on them.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressGroup } from '../../shared/address-group.ts';
import type { Log } from '../../shared/log.ts';
import { createTopics } from './topics.ts';

const HEARTBEAT_MS = 15_000;
/** Who does not answer the goodbye is cut off after this, so that the process can end, and nobody keeps a place. */
const GOODBYE_MS = 1000;
/** A peer's offer is the longest (I2), and who looks at four hundred. */
const MAX_MESSAGE_BYTES = 20_000;

/** Of one household or school, and all of them come back at once after a restart: the rest a moment later. */
const MAX_NOT_LET_IN = 200;

/** One socket, as whoever speaks on it sees it. */
export interface Line {
	/** A reader with more than `maxBuffered` before it is cut off: its page reconnects and reads state again. */
	say(message: object): void;
	/** What may be lost: not sent while more than `maxBytesBuffered` wait. @returns whether it was */
	sayBytes(bytes: Uint8Array): boolean;
	/** It is known who this is. */
	letIn(): void;
	/** The last word, then 1008. */
	end(message: object, why: string): void;
	close(code: number, why: string): void;
	isOpen(): boolean;
}

export interface Listener {
	message(text: string): Promise<void>;
	/** It has answered our heartbeat. */
	alive?(): void;
	/** `message` threw. */
	failed(): void;
	closed(): void;
}

export interface SocketsOptions {
	readonly log: Log;
	/** Same origin? Kit's hooks do not run for upgrades. */
	allowed(request: IncomingMessage): boolean;
	/** Whose it is, before anybody says so; without it nobody is counted. */
	addressOf?: ((request: IncomingMessage) => string) | undefined;
	opened(line: Line, request: IncomingMessage): Listener;
	readonly maxSockets: number;
	readonly maxBuffered: number;
	readonly maxBytesBuffered?: number;
	readonly heartbeatMs?: number | undefined;
}

export interface Sockets {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	connections(): number;
	close(): void;
}

export function createSockets(options: SocketsOptions): Sockets {
	const { log, allowed, opened, maxSockets, heartbeatMs = HEARTBEAT_MS } = options;
	const server = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_MESSAGE_BYTES,
		perMessageDeflate: false
	});
	const alive = new WeakSet<WebSocket>();
	const groupOf = (request: IncomingMessage): string =>
		options.addressOf ? addressGroup(options.addressOf(request)) : '';
	const strangers = createTopics<WebSocket>();

	server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
		alive.add(socket);
		const group = groupOf(request);
		if (group) strangers.add(group, socket);
		const known = (): void => void strangers.delete(group, socket);
		const listener = opened({ ...lineOf(socket, options), letIn: known }, request);
		socket.on('pong', () => {
			alive.add(socket);
			listener.alive?.();
		});
		socket.on('close', () => {
			known();
			listener.closed();
		});
		socket.on('error', (error) => log.warn({ err: error.message }, 'socket failed'));
		socket.on('message', (data) => {
			listener.message(String(data)).catch((error: unknown) => {
				log.warn({ err: String(error) }, 'socket message failed');
				listener.failed();
			});
		});
	});

	const heartbeat = setInterval(() => {
		for (const socket of server.clients) {
			if (!alive.has(socket)) socket.terminate();
			alive.delete(socket);
			socket.ping();
		}
	}, heartbeatMs);
	heartbeat.unref();

	return {
		upgrade(request, socket, head) {
			if (!allowed(request)) return turnAway(socket, '403 Forbidden');
			if (server.clients.size >= maxSockets) return turnAway(socket, '503 Service Unavailable');
			if ([...strangers.of(groupOf(request))].length >= MAX_NOT_LET_IN)
				return turnAway(socket, '503 Service Unavailable');
			server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request));
		},
		connections: () => server.clients.size,
		close() {
			clearInterval(heartbeat);
			// 1012: the service restarts; pages come back by themselves
			for (const socket of server.clients) socket.close(1012);
			server.close();
			setTimeout(() => {
				for (const socket of server.clients) socket.terminate();
			}, GOODBYE_MS).unref();
		}
	};
}

function lineOf(
	socket: WebSocket,
	{ maxBuffered, maxBytesBuffered = 0 }: Pick<SocketsOptions, 'maxBuffered' | 'maxBytesBuffered'>
): Omit<Line, 'letIn'> {
	const isOpen = (): boolean => socket.readyState === socket.OPEN;
	const say = (message: object): void => {
		if (socket.bufferedAmount > maxBuffered) socket.terminate();
		else socket.send(JSON.stringify(message));
	};
	const close = (code: number, why: string): void => {
		socket.close(code, why);
		setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
	};
	return {
		say,
		sayBytes(bytes) {
			if (!isOpen() || socket.bufferedAmount > maxBytesBuffered) return false;
			socket.send(bytes);
			return true;
		},
		end(message, why) {
			if (isOpen()) say(message);
			close(1008, why);
		},
		close,
		isOpen
	};
}

const turnAway = (socket: Duplex, status: string): void => {
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
};

export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
