// The viewer's side of live views (I2) in the process that has the staff page's socket: which device each of its peers
// watches, what it has been told, when nobody answers. Whether somebody may watch was asked before.
import type { Clock, Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { LiveDevice, StaffPush } from '../staff-wire.ts';
import { WIRE_VERSION, type IceServer } from '../wire.ts';
import type { LiveLetter } from './live-letters.repository.ts';

/** A page of staff asks for one peer. `viewer`: the page's own id for it, unique in this process. */
export interface LiveAsk {
	readonly viewer: string;
	readonly attempt: string;
	readonly device: LiveDevice;
	readonly account: string;
	/** Network address, for the audit log. */
	readonly address: string;
}

/** The pages of staff in this process: `staff-feed.ts`. */
export interface LiveViewers {
	/** @returns false: its page is gone */
	toViewer(viewer: string, push: StaffPush): boolean;
}

export interface WatchingSeatsOptions {
	readonly viewers: LiveViewers;
	readonly clock: Clock;
	readonly answerWithinMs: number;
	readonly newId: () => string;
	/** To a device. */
	readonly send: (letter: LiveLetter & { to: 'device' }) => void;
	/** The lease in charge, by attempt and device; null = none is. */
	readonly leaseOf: (attempt: string, device: LiveDevice) => Promise<string | null>;
	/** Before anything is seen. */
	readonly onRecord: (ask: LiveAsk) => Promise<void>;
	readonly iceServers: (seat: string) => IceServer[];
	readonly relayOnly: boolean;
}

interface Seat {
	readonly ask: LiveAsk;
	readonly lease: string;
	readonly askedAt: Millis;
	readonly unanswered: NodeJS.Timeout;
	taken: boolean;
	/** The processes that have let it in: where the device is, and where a former socket of it lingers. */
	readonly takers: Set<string>;
	signals: number;
}

const MAX_SIGNALS = 300;

export function createWatchingSeats(options: WatchingSeatsOptions) {
	const { viewers, clock, send, leaseOf, onRecord, newId, iceServers, relayOnly } = options;
	const seats = new Map<string, Seat>();
	/** Its seat, by the viewer; null: it is still being asked whom to ask. */
	const byViewer = new Map<string, string | null>();

	const refused = (viewer: string, code: ErrorCode): StaffPush => ({
		...{ v: WIRE_VERSION, type: 'refused', about: 'live', topic: viewer, code }
	});
	function forget(id: string): Seat | undefined {
		const seat = seats.get(id);
		if (!seat) return undefined;
		clearTimeout(seat.unanswered);
		seats.delete(id);
		byViewer.delete(seat.ask.viewer);
		return seat;
	}
	function refuse(id: string, code: ErrorCode): void {
		const seat = forget(id);
		if (seat) viewers.toViewer(seat.ask.viewer, refused(seat.ask.viewer, code));
	}
	/** @param why told to the device */
	function leave(id: string, why: 'gone' | 'stopped' | 'failed'): void {
		const seat = forget(id);
		if (seat) send({ to: 'device', seat: id, lease: seat.lease, says: { kind: 'ends', why } });
	}
	/** Nobody sits there any more, whatever went past us: the device shows itself to no one. */
	function tell(id: string, viewer: string, push: StaffPush): void {
		if (!viewers.toViewer(viewer, push)) leave(id, 'gone');
	}

	async function taken(id: string, seat: Seat, by: string): Promise<void> {
		seat.takers.add(by);
		if (seat.takers.size > 1) return;
		clearTimeout(seat.unanswered);
		try {
			await onRecord(seat.ask);
		} catch (error) {
			leave(id, 'gone');
			viewers.toViewer(seat.ask.viewer, refused(seat.ask.viewer, 'server.busy'));
			throw error;
		}
		// it has left meanwhile
		if (seats.get(id) !== seat) return;
		seat.taken = true;
		const { viewer } = seat.ask;
		const live = { v: WIRE_VERSION, type: 'live', viewer, relayOnly } as const;
		tell(id, viewer, { ...live, iceServers: iceServers(id) });
	}

	/** Where a former socket of the device ends, or is full, it is still seen by another. */
	function isLosers(seat: Seat, { by, says }: LiveLetter & { to: 'viewer' }): boolean {
		if (says.kind === 'full') return seat.takers.size > 0;
		if (says.kind !== 'ends' || says.why !== 'gone') return false;
		seat.takers.delete(by);
		return seat.takers.size > 0;
	}

	return {
		has: (seat: string): boolean => seats.has(seat),
		async ask(ask: LiveAsk): Promise<void> {
			const { viewer, attempt, device } = ask;
			byViewer.set(viewer, null);
			const lease = await leaseOf(attempt, device).catch(() => undefined);
			if (!byViewer.has(viewer)) return;
			if (!lease) {
				byViewer.delete(viewer);
				viewers.toViewer(
					viewer,
					refused(viewer, lease === null ? 'live.not-there' : 'server.busy')
				);
				return;
			}
			const id = newId();
			const unanswered = setTimeout(() => refuse(id, 'live.not-there'), options.answerWithinMs);
			const fresh = { taken: false, takers: new Set<string>(), signals: 0, askedAt: clock.now() };
			seats.set(id, { ask, lease, unanswered, ...fresh });
			byViewer.set(viewer, id);
			send({ to: 'device', seat: id, lease, says: { kind: 'asks', attempt } });
		},
		signal(viewer: string, data: string): void {
			const id = byViewer.get(viewer);
			const seat = id ? seats.get(id) : undefined;
			if (!id || !seat?.taken) return;
			if (++seat.signals <= MAX_SIGNALS)
				return send({ to: 'device', seat: id, lease: seat.lease, says: { kind: 'signals', data } });
			leave(id, 'failed');
			viewers.toViewer(viewer, { v: WIRE_VERSION, type: 'live-ended', viewer, why: 'failed' });
		},
		/** The page wants it no longer, or is gone, or may not any more. */
		end(viewer: string): void {
			const id = byViewer.get(viewer);
			byViewer.delete(viewer);
			if (id) leave(id, 'gone');
		},
		/** A letter of a device to one of the seats here. */
		async hear(letter: LiveLetter & { to: 'viewer' }): Promise<void> {
			const { seat: id, lease, by, says } = letter;
			const seat = seats.get(id);
			if (seat?.lease !== lease || isLosers(seat, letter)) return;
			const { viewer } = seat.ask;
			const about = { v: WIRE_VERSION, viewer } as const;
			if (says.kind === 'full') refuse(id, 'live.too-many');
			else if (says.kind === 'taken') await taken(id, seat, by);
			else if (says.kind === 'signals')
				tell(id, viewer, { ...about, type: 'signal', data: says.data });
			else if (forget(id))
				viewers.toViewer(viewer, { ...about, type: 'live-ended', why: says.why });
		},
		/** Says to the devices that their viewers are still here; ends what another device has taken the place of. */
		async look(): Promise<void> {
			for (const [id, { ask, lease, taken: sees }] of [...seats]) {
				if (!sees) continue;
				if ((await leaseOf(ask.attempt, ask.device)) === lease)
					send({ to: 'device', seat: id, lease, says: { kind: 'stays' } });
				else {
					const { viewer } = ask;
					leave(id, 'gone');
					viewers.toViewer(viewer, { v: WIRE_VERSION, type: 'live-ended', viewer, why: 'gone' });
				}
			}
		},
		close(): void {
			for (const id of [...seats.keys()]) leave(id, 'gone');
		}
	};
}
