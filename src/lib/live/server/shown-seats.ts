// The device's side of live views (I2) in the process that has its socket: who watches it, and how many may. Only a seat
// that was taken here hears of this device, and only this device of it.
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { WIRE_VERSION, type IceServer, type ServerMessage } from '../wire.ts';
import type { DeviceToViewer } from './hub.ts';
import type { LiveLetter } from './live-letters.repository.ts';

/** The devices whose sockets are in this process, computers and phones: `hub.ts`. */
export interface LiveDevices {
	hasDevice(lease: string): boolean;
	toDevice(lease: string, message: ServerMessage): void;
}

export interface ShownSeatsOptions {
	/** This process, among those that answer. */
	readonly by: string;
	readonly devices: LiveDevices;
	readonly clock: Clock;
	readonly maxViewers: number;
	/** Longer than several of a viewer's signs of life. */
	readonly silentMs: number;
	/** To a viewer. */
	readonly send: (letter: LiveLetter & { to: 'viewer' }) => void;
	readonly iceServers: (seat: string) => IceServer[];
	readonly relayOnly: boolean;
}

interface Seat {
	readonly attempt: string;
	readonly lease: string;
	heardAt: Millis;
	signals: number;
}

/** A peer needs some ten; whoever says so much more wants to fill the table. */
const MAX_SIGNALS = 300;

export function createShownSeats(options: ShownSeatsOptions) {
	const { by, devices, clock, maxViewers, silentMs, send, iceServers, relayOnly } = options;
	const seats = new Map<string, Seat>();
	const watching = (lease: string): number =>
		[...seats.values()].filter((seat) => seat.lease === lease).length;

	function end(seat: string, why: 'gone' | 'failed'): void {
		const lease = seats.get(seat)?.lease;
		if (lease === undefined) return;
		seats.delete(seat);
		send({ to: 'viewer', seat, lease, by, says: { kind: 'ends', why } });
		devices.toDevice(lease, { v: WIRE_VERSION, type: 'live-ended', viewer: seat, why });
	}

	function take(seat: string, lease: string, attempt: string): void {
		forget();
		if (watching(lease) >= maxViewers)
			return send({ to: 'viewer', seat, lease, by, says: { kind: 'full' } });
		seats.set(seat, { attempt, lease, heardAt: clock.now(), signals: 0 });
		send({ to: 'viewer', seat, lease, by, says: { kind: 'taken' } });
		devices.toDevice(lease, {
			...{ v: WIRE_VERSION, type: 'live', viewer: seat, relayOnly },
			iceServers: iceServers(seat)
		});
	}

	/** Viewers whose process died without a word. */
	function forget(): void {
		const old = clock.now() - silentMs;
		for (const [id, { heardAt }] of seats) if (heardAt < old) end(id, 'gone');
	}

	return {
		forget,
		/** A letter to a device that is here. */
		hear({ seat, lease, says }: LiveLetter & { to: 'device' }): void {
			if (says.kind === 'asks') return take(seat, lease, says.attempt);
			const known = seats.get(seat);
			if (known?.lease !== lease) return;
			known.heardAt = clock.now();
			const about = { v: WIRE_VERSION, viewer: seat } as const;
			if (says.kind === 'signals')
				devices.toDevice(lease, { ...about, type: 'signal', data: says.data });
			if (says.kind !== 'ends') return;
			seats.delete(seat);
			devices.toDevice(lease, { ...about, type: 'live-ended', why: says.why });
		},
		/** A device speaks to a viewer; to one that is not its own, nothing is said. */
		fromDevice({ attempt, lease }: DeviceGrant, message: DeviceToViewer): void {
			const { viewer: seat } = message;
			const known = seats.get(seat);
			if (known?.lease !== lease || known.attempt !== attempt) return;
			if (message.type === 'live-ended') {
				seats.delete(seat);
				send({ to: 'viewer', seat, lease, by, says: { kind: 'ends', why: message.why } });
			} else if (++known.signals > MAX_SIGNALS) end(seat, 'failed');
			else send({ to: 'viewer', seat, lease, by, says: { kind: 'signals', data: message.data } });
		},
		/** The device has no socket here any more. */
		deviceLeft(lease: string): void {
			for (const [id, seat] of seats) if (seat.lease === lease) end(id, 'gone');
		}
	};
}
