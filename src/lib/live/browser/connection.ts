// The device's WebSocket: says when the attempt changed and what time it is, and tells the server how the device is. Losing
// it is harmless; it comes back by itself and whoever listens reads the state again.
import * as v from 'valibot';
import { backoffDelay } from '../../shared/backoff.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import {
	ServerMessageSchema,
	WIRE_VERSION,
	type PhoneReport,
	type ServerMessage
} from '../wire.ts';
import type { ClientMessage, DesktopReport } from '../device-messages.ts';
import type { DeviceClock } from './device-clock.ts';

const RECONNECT = { firstMs: 500, maxMs: 5000 };
const PING_EVERY_MS = 5000;
/** P5: desktop and invigilator know within 5 s that nothing is heard of a phone. */
const REPORT_EVERY_MS = 2000;
/** Quick samples at the beginning: the clock must be right before anything is timed by it. */
const FIRST_PINGS = 4;
const SILENT_AFTER_MS = 12_000;

export type ConnectionState =
	| { readonly state: 'connecting' }
	| { readonly state: 'connected' }
	/** `since` the server was last heard, by its own time. */
	| { readonly state: 'lost'; readonly since: number };

/** What is pushed with its content: the paper's key (C19), the last words of the attempt's phone (C11). */
export type Push = Extract<ServerMessage, { type: 'key' | 'phone' }>;

/** I2: somebody watches this device, or did. */
export type LivePush = Extract<ServerMessage, { type: 'live' | 'live-ended' | 'signal' }>;
/** What a device says to them; the connection adds the version. */
export type LiveWord =
	| Omit<Extract<ClientMessage, { type: 'live-ended' }>, 'v'>
	| Omit<Extract<ClientMessage, { type: 'signal' }>, 'v'>;

export interface ConnectionEvents {
	changed(): void;
	/** Connected (again): read the state. */
	welcome(epoch: string): void;
	refused(code: string): void;
	pushed(push: Push): void;
	live?(push: LivePush): void;
	stateChanged(state: ConnectionState): void;
}

/** What a device says of itself. */
export type DeviceReport = PhoneReport | DesktopReport;

export interface Connection {
	/** The network may be back: try now. */
	wake(): void;
	/** What every ping carries from now on; one that tells of another page goes at once. */
	report(report: DeviceReport | null): void;
	/** Lost while there is no connection. */
	sayLive(word: LiveWord): void;
	close(): void;
}

export function openConnection(
	token: string,
	clock: DeviceClock,
	events: ConnectionEvents
): Connection {
	let socket: WebSocket | null = null;
	let closed = false;
	let failures = 0;
	/** Monotonic, both. */
	let heardAt = clock.monotonic();
	let triedAt = heardAt;
	let retryTimer: ReturnType<typeof setTimeout> | undefined;
	let lostSince: number | null = null;
	let report: DeviceReport | null = null;
	let beatTimer: ReturnType<typeof setTimeout> | undefined;

	const send = (message: ClientMessage): void => {
		if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
	};
	const ping = (): void =>
		send({ v: WIRE_VERSION, type: 'ping', sentAt: clock.monotonic(), report });

	function receive(text: string): void {
		heardAt = clock.monotonic();
		const parsed = v.safeParse(ServerMessageSchema, JSON.parse(text));
		if (!parsed.success) return;
		const message = parsed.output;
		switch (message.type) {
			case 'welcome':
				failures = 0;
				lostSince = null;
				events.stateChanged({ state: 'connected' });
				events.welcome(message.epoch);
				for (let n = 0; n < FIRST_PINGS; n++) setTimeout(ping, n * 100);
				break;
			case 'pong':
				clock.sample({ sentAt: message.sentAt, receivedAt: heardAt, serverAt: message.now });
				break;
			case 'changed':
				events.changed();
				break;
			case 'key':
			case 'phone':
				events.pushed(message);
				break;
			case 'live':
			case 'live-ended':
			case 'signal':
				events.live?.(message);
				break;
			case 'refused':
				events.refused(message.code);
		}
	}

	function connect(): void {
		if (networkCut.isCut()) return lost(heardAt);
		const next = new WebSocket(new URL('/ws', location.href.replace(/^http/, 'ws')));
		socket = next;
		triedAt = clock.monotonic();
		next.onopen = () => send({ v: WIRE_VERSION, type: 'hello', token });
		next.onmessage = ({ data }) => receive(String(data));
		// a farewell is heard; what just breaks off may have been gone for a while
		next.onclose = ({ wasClean }) =>
			next === socket && lost(wasClean ? clock.monotonic() : heardAt);
	}

	function lost(at: number): void {
		socket = null;
		if (closed) return;
		lostSince ??= Math.round(clock.now() - (clock.monotonic() - at));
		events.stateChanged({ state: 'lost', since: lostSince });
		failures++;
		clearTimeout(retryTimer);
		retryTimer = setTimeout(connect, backoffDelay(RECONNECT, failures, Math.random()));
	}

	function drop(dead: WebSocket, at: number): void {
		socket = null;
		dead.close();
		lost(at);
	}

	function wake(): void {
		if (socket || closed) return;
		clearTimeout(retryTimer);
		connect();
	}

	/** A cable pulled leaves the socket "open": silence is the only sign. */
	function beat(): void {
		const quietMs = clock.monotonic() - Math.max(heardAt, triedAt);
		if (socket && quietMs > SILENT_AFTER_MS) drop(socket, heardAt);
		else ping();
		clearTimeout(beatTimer);
		beatTimer = setTimeout(beat, pageOf(report) ? REPORT_EVERY_MS : PING_EVERY_MS);
	}
	const stopWatchingCut = networkCut.subscribe(() => {
		if (!networkCut.isCut()) wake();
		else if (socket) drop(socket, clock.monotonic());
	});

	events.stateChanged({ state: 'connecting' });
	connect();
	beat();
	return {
		wake,
		report(next) {
			const another = pageOf(next) !== pageOf(report);
			report = next;
			if (another && !closed) beat();
		},
		sayLive: (word) => send({ v: WIRE_VERSION, ...word }),
		close() {
			closed = true;
			clearTimeout(beatTimer);
			stopWatchingCut();
			clearTimeout(retryTimer);
			socket?.close();
		}
	};
}

/** A phone's; a computer has one page. */
const pageOf = (report: DeviceReport | null): PhoneReport['page'] | undefined =>
	(report as Partial<PhoneReport> | null)?.page;
