// A WebSocket that comes back by itself: backoff, silence, the rehearsed cut, and since when nothing is heard. It knows
// nothing of what is said on it.
import { backoffDelay } from '../../shared/backoff.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { Millis } from '../../shared/clock.ts';
import type { DeviceClock } from './device-clock.ts';

const RECONNECT = { firstMs: 500, maxMs: 5000 };
/** A sign of life is asked for so often, and must be answered so soon. */
const BEAT_MS = 5000;
const ANSWERED_WITHIN_MS = 7000;

export interface SocketEvents {
	received(data: string | ArrayBuffer): void;
	/** Every 5 s: say something that is answered. */
	beat(): void;
	/** It broke off, or another try did. */
	gone(): void;
	/** Once until it is welcomed again. @param since the other side was last heard, server ms */
	lost(since: Millis): void;
}

export interface LastingSocket {
	/** Dropped while there is no connection. */
	send(message: object): void;
	/** The other side has let us in: what is lost from now on is another loss. */
	welcomed(): void;
	/** The network may be back: try now. */
	wake(): void;
	close(): void;
}

export function openLastingSocket(
	path: string,
	clock: DeviceClock,
	events: SocketEvents
): LastingSocket {
	let socket: WebSocket | null = null;
	let closed = false;
	let failures = 0;
	/** Monotonic, all three. */
	let heardAt = clock.monotonic();
	let askedAt: number | null = null;
	let lostAt: number | null = null;
	let retryTimer: ReturnType<typeof setTimeout> | undefined;

	function connect(): void {
		if (networkCut.isCut()) return lost(heardAt);
		const next = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')));
		next.binaryType = 'arraybuffer';
		socket = next;
		askedAt = clock.monotonic();
		next.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
			if (next !== socket) return;
			heardAt = clock.monotonic();
			askedAt = null;
			events.received(data);
		};
		// a farewell is heard; what just breaks off may have been gone for a while
		next.onclose = ({ wasClean }) =>
			next === socket && lost(wasClean ? clock.monotonic() : heardAt);
	}

	function lost(at: number): void {
		socket = null;
		if (closed) return;
		events.gone();
		if (lostAt === null) {
			lostAt = at;
			events.lost(Math.round(clock.now() - (clock.monotonic() - at)));
		}
		failures++;
		clearTimeout(retryTimer);
		retryTimer = setTimeout(connect, backoffDelay(RECONNECT, failures, Math.random()));
	}

	function drop(dead: WebSocket, at: number): void {
		socket = null;
		dead.close();
		lost(at);
	}

	/** A cable pulled leaves the socket "open". What was asked counts: a page in the background asks seldom. */
	function beat(): void {
		if (!socket) return;
		const waitedMs = askedAt === null ? 0 : clock.monotonic() - askedAt;
		if (waitedMs > ANSWERED_WITHIN_MS) return drop(socket, heardAt);
		if (socket.readyState !== WebSocket.OPEN) return;
		askedAt ??= clock.monotonic();
		events.beat();
	}
	const beating = setInterval(beat, BEAT_MS);

	function wake(): void {
		if (socket || closed) return;
		clearTimeout(retryTimer);
		connect();
	}
	const stopWatchingCut = networkCut.subscribe(() => {
		if (!networkCut.isCut()) wake();
		else if (socket) drop(socket, clock.monotonic());
	});

	connect();
	return {
		send(message) {
			if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
		},
		welcomed() {
			failures = 0;
			lostAt = null;
		},
		wake,
		close() {
			closed = true;
			clearInterval(beating);
			clearTimeout(retryTimer);
			stopWatchingCut();
			socket?.close();
		}
	};
}
