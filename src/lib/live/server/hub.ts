// The sockets of this process. Knows who listens to which attempt; decides nothing and stores nothing.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { WebSocketServer, type WebSocket } from 'ws';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Clock } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import {
	ClientMessageSchema,
	WIRE_VERSION,
	type ClientMessage,
	type DesktopReport,
	type PhoneReport,
	type ServerMessage
} from '../wire.ts';

const HELLO_WITHIN_MS = 5000;
const HEARTBEAT_MS = 15_000;
/** A page that does not answer the goodbye is cut off after this, so that the process can end. */
const GOODBYE_MS = 1000;
/** A peer's offer is the longest (I2). */
const MAX_MESSAGE_BYTES = 20_000;
/** A socket that does not read is closed before it eats the memory; its page reconnects and reads state again. */
const MAX_BUFFERED_BYTES = 256 * 1024;

export type DeviceToViewer = Extract<ClientMessage, { type: 'signal' | 'live-ended' }>;

export interface HubOptions {
	readonly epoch: string;
	readonly clock: Clock;
	readonly log: Log;
	/** What a device's token opens, or null. */
	authorize(token: string): Promise<DeviceGrant | null>;
	/** A device's socket gave a sign of life (C8): a ping of the page, or an answer to ours. */
	heard(lease: string): void;
	/** A phone's page has said how it is (P5); whether it is the one in charge is not known here. */
	reported?(grant: DeviceGrant, report: PhoneReport): void;
	/** The candidate's computer has said how it is (I1); the same holds. */
	desktopReported?(grant: DeviceGrant, report: DesktopReport): void;
	/** I2: a device speaks to somebody who watches it. */
	toViewer?(grant: DeviceGrant, message: DeviceToViewer): void;
	/** What a page missed while it was away and must have at once (C19); sent after the welcome. */
	greeting?(grant: DeviceGrant): Promise<ServerMessage | null>;
	/** Same origin? Kit's hooks do not run for upgrades. */
	allowed(request: IncomingMessage): boolean;
	/** How long a new socket may be silent. */
	readonly helloWithinMs?: number;
	readonly heartbeatMs?: number;
}

export interface Hub {
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	changed(attempt: string): void;
	changedAll(): void;
	/** To the sockets of this device alone. */
	deliver(to: Pick<DeviceGrant, 'attempt' | 'lease'>, message: ServerMessage): void;
	/** To the candidate's own computers, never to a phone. */
	toDesktop(attempt: string, message: ServerMessage): void;
	hasDesktop(attempt: string): boolean;
	connections(): number;
	/** Attempts that somebody listens to. */
	listeners(): number;
	close(): void;
}

export function createHub(options: HubOptions): Hub {
	const { epoch, clock, log, authorize, greeting, heard, allowed } = options;
	const { reported, desktopReported, toViewer } = options;
	const { helloWithinMs = HELLO_WITHIN_MS, heartbeatMs = HEARTBEAT_MS } = options;
	const server = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_MESSAGE_BYTES,
		perMessageDeflate: false
	});
	/** Attempt → its sockets, each with its lease; null for a phone's, which is told of changes and given no key. */
	const listeners = new Map<string, Map<WebSocket, string | null>>();
	const alive = new WeakSet<WebSocket>();
	const greeted = new WeakSet<WebSocket>();
	/** What each socket that was let in may do. */
	const grants = new WeakMap<WebSocket, DeviceGrant>();

	const send = (socket: WebSocket, message: ServerMessage): void => {
		if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
		else socket.send(JSON.stringify(message));
	};
	const refuse = (socket: WebSocket, code: ErrorCode): void => {
		send(socket, { v: WIRE_VERSION, type: 'refused', code });
		socket.close(1008, code);
	};
	const listen = (socket: WebSocket, { attempt, lease, scope }: DeviceGrant): void => {
		const sockets = listeners.get(attempt) ?? new Map<WebSocket, string | null>();
		listeners.set(attempt, sockets.set(socket, scope === 'attempt' ? lease : null));
		socket.on('close', () => {
			sockets.delete(socket);
			if (sockets.size === 0 && listeners.get(attempt) === sockets) listeners.delete(attempt);
		});
	};
	const spoke = (socket: WebSocket): void => {
		const grant = grants.get(socket);
		if (grant) heard(grant.lease);
	};
	const told = (socket: WebSocket, report: PhoneReport | DesktopReport | null): void => {
		const grant = grants.get(socket);
		if (!report || !grant) return;
		if ('page' in report) {
			if (grant.scope === 'evidence') reported?.(grant, report);
		} else if (grant.scope === 'attempt') desktopReported?.(grant, report);
	};
	const greet = async (socket: WebSocket, grant: DeviceGrant): Promise<void> => {
		// a phone asks for the key when somebody wants to see it there
		const message = grant.scope === 'attempt' ? await greeting?.(grant) : null;
		if (message && socket.readyState === socket.OPEN) send(socket, message);
	};
	const receive = async (socket: WebSocket, text: string): Promise<boolean> => {
		const parsed = v.safeParse(ClientMessageSchema, parseJson(text));
		if (!parsed.success) {
			refuse(socket, 'input.invalid');
			return false;
		}
		const message = parsed.output;
		if (message.type === 'ping') {
			spoke(socket);
			told(socket, message.report);
			send(socket, { v: WIRE_VERSION, type: 'pong', sentAt: message.sentAt, now: clock.now() });
			return false;
		}
		if (message.type !== 'hello') {
			const grant = grants.get(socket);
			if (grant) toViewer?.(grant, message);
			return false;
		}
		// one socket, one attempt: asking again costs a query each time
		if (greeted.has(socket)) {
			refuse(socket, 'input.invalid');
			return false;
		}
		greeted.add(socket);
		const grant = await authorize(message.token);
		if (grant === null) {
			refuse(socket, 'token.invalid');
			return false;
		}
		// closed while we asked: its 'close' has been, nobody would take it out again
		if (socket.readyState !== socket.OPEN) return false;
		grants.set(socket, grant);
		listen(socket, grant);
		send(socket, { v: WIRE_VERSION, type: 'welcome', epoch, now: clock.now() });
		// asked after it listens: what is pushed from now on reaches it, what was pushed before is asked for here
		greet(socket, grant).catch((error: unknown) =>
			log.warn({ err: String(error) }, 'greeting failed')
		);
		return true;
	};

	server.on('connection', (socket) => {
		alive.add(socket);
		const deadline = setTimeout(() => refuse(socket, 'access.login-required'), helloWithinMs);
		socket.on('pong', () => {
			alive.add(socket);
			spoke(socket);
		});
		socket.on('close', () => clearTimeout(deadline));
		socket.on('error', (error) => log.warn({ err: error.message }, 'socket failed'));
		socket.on('message', (data) => {
			receive(socket, String(data)).then(
				(welcomed) => {
					if (welcomed) clearTimeout(deadline);
				},
				(error: unknown) => {
					log.warn({ err: String(error) }, 'socket message failed');
					refuse(socket, 'server.busy');
				}
			);
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

	const push = (attempt: string, sockets: Iterable<WebSocket>): void => {
		for (const socket of sockets) send(socket, { v: WIRE_VERSION, type: 'changed', attempt });
	};

	return {
		upgrade(request, socket, head) {
			if (!allowed(request)) {
				socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
				return;
			}
			server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws, request));
		},
		changed: (attempt) => push(attempt, listeners.get(attempt)?.keys() ?? []),
		changedAll() {
			for (const [attempt, sockets] of listeners) push(attempt, sockets.keys());
		},
		deliver({ attempt, lease }, message) {
			for (const [socket, of] of listeners.get(attempt) ?? [])
				if (of === lease) send(socket, message);
		},
		toDesktop(attempt, message) {
			for (const [socket, of] of listeners.get(attempt) ?? []) if (of) send(socket, message);
		},
		hasDesktop: (attempt) => [...(listeners.get(attempt)?.values() ?? [])].some((of) => of),
		connections: () => server.clients.size,
		listeners: () => listeners.size,
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

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
