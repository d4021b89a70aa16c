// The WebSocket of a staff page (I1, I2): what changed, small pictures, the signals of live views. It says since when it
// is blind; it tells its topics again after each reconnect, all but live views, which whoever watches begins anew.
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { readPushedPicture } from '../pushed-picture.ts';
import type { LiveDevice, PushedPicture, StaffMessage, StaffPush } from '../staff-wire.ts';
import { WIRE_VERSION } from '../wire.ts';
import { createDeviceClock, type DeviceClock } from './device-clock.ts';
import { openLastingSocket } from './lasting-socket.ts';

/** Quick samples at the beginning: durations are shown by this clock. */
const FIRST_PINGS = 4;

export type StaffConnectionState =
	| { readonly state: 'connecting' }
	| { readonly state: 'connected' }
	/** The page sees nothing new `since` the server was last heard, server ms. */
	| { readonly state: 'blind'; readonly since: Millis }
	/** Not tried again: this person has to log in again. */
	| { readonly state: 'refused'; readonly code: ErrorCode };

/** What is handed on as it came; `refused` is of one topic. */
export type StaffNews = Exclude<StaffPush, { type: 'welcome' | 'pong' }>;

export interface StaffConnectionEvents {
	stateChanged(state: StaffConnectionState): void;
	/** Connected (again), the topics are told: read over HTTP what may have been missed. */
	welcome(epoch: string): void;
	pushed(news: StaffNews): void;
	picture?(about: PushedPicture, bytes: Uint8Array<ArrayBuffer>): void;
}

export interface StaffConnection {
	/** The server's, as estimated here. */
	readonly clock: DeviceClock;
	watch(room: string): void;
	unwatch(room: string): void;
	/** Pictures of these attempts, and of no others. */
	look(attempts: readonly string[]): void;
	follow(attempt: string | null): void;
	/** I2. @param viewer an id of this page's own for one peer; answered by `live`, or by `live-ended` or `refused` */
	startLive(attempt: string, device: LiveDevice, viewer: string): void;
	endLive(viewer: string): void;
	/** Lost while there is no connection. */
	signal(viewer: string, data: string): void;
	/** The network may be back, or somebody has logged in again: try now. */
	wake(): void;
	close(): void;
}

type Saying = StaffMessage extends infer M ? (M extends unknown ? Omit<M, 'v'> : never) : never;

export function openStaffConnection(
	events: StaffConnectionEvents,
	clock: DeviceClock = createDeviceClock()
): StaffConnection {
	const rooms = new Set<string>();
	let looked: readonly string[] = [];
	let followed: string | null = null;
	let refused = false;
	/** Before its welcome nothing is said: the topics are told then. */
	let heard = false;

	const say = (message: Saying): void => {
		if (heard) socket.send({ v: WIRE_VERSION, ...message });
	};
	const ping = (): void => say({ type: 'ping', sentAt: clock.monotonic() });

	function open() {
		return openLastingSocket('/ws/staff', clock, {
			received,
			beat: ping,
			gone: () => void (heard = false),
			lost: (since) => events.stateChanged({ state: 'blind', since })
		});
	}

	function received(data: string | ArrayBuffer): void {
		if (typeof data !== 'string') {
			const picture = readPushedPicture(data);
			if (picture) events.picture?.(picture.about, picture.bytes);
			return;
		}
		const push = JSON.parse(data) as StaffPush;
		// typed for this build; a page of another one has to be loaded anew
		if ((push.v as number) !== WIRE_VERSION) return;
		take(push);
	}

	function take(push: StaffPush): void {
		if (push.type === 'pong')
			clock.sample({ ...push, receivedAt: clock.monotonic(), serverAt: push.now });
		else if (push.type === 'welcome') welcomed(push.epoch);
		else if (push.type === 'refused' && push.about === null) giveUp(push.code);
		else events.pushed(push);
	}

	function welcomed(epoch: string): void {
		heard = true;
		socket.welcomed();
		for (let n = 0; n < FIRST_PINGS; n++) setTimeout(ping, n * 100);
		for (const room of rooms) say({ type: 'watch', room });
		if (looked.length > 0) say({ type: 'look', attempts: [...looked] });
		if (followed !== null) say({ type: 'follow', attempt: followed });
		events.stateChanged({ state: 'connected' });
		events.welcome(epoch);
	}

	function giveUp(code: ErrorCode): void {
		refused = true;
		heard = false;
		socket.close();
		events.stateChanged({ state: 'refused', code });
	}

	events.stateChanged({ state: 'connecting' });
	let socket = open();
	return {
		clock,
		watch(room) {
			rooms.add(room);
			say({ type: 'watch', room });
		},
		unwatch(room) {
			rooms.delete(room);
			say({ type: 'unwatch', room });
		},
		look(attempts) {
			looked = attempts;
			say({ type: 'look', attempts: [...attempts] });
		},
		follow(attempt) {
			followed = attempt;
			say({ type: 'follow', attempt });
		},
		startLive: (attempt, device, viewer) => say({ type: 'live', attempt, device, viewer }),
		endLive: (viewer) => say({ type: 'live-end', viewer }),
		signal: (viewer, data) => say({ type: 'signal', viewer, data }),
		wake() {
			if (!refused) return socket.wake();
			refused = false;
			socket = open();
		},
		close: () => socket.close()
	};
}
