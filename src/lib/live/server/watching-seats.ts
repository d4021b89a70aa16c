// The viewer's side of live views (I2) in the process that has the staff page's socket: which device each of its peers
// watches, what it has been told, when nobody answers. Whether somebody may watch was asked before.
import type { Clock, Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { CONNECTS_WITHIN_MS } from '../rebuild-policy.ts';
import type { LiveDevice, StaffPush } from '../staff-wire.ts';
import { WIRE_VERSION, type IceServer, type LIVE_ENDS } from '../wire.ts';
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
	readonly unanswered: NodeJS.Timeout;
	taken: boolean;
	/**
	 * The processes that have let it in, and when: where the device is, and where a former socket of it lingers, or one of
	 * them has died. Null: it has brought the device's signals, so the device is there.
	 */
	readonly takers: Map<string, Millis | null>;
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
	/** @param why told to the device, wherever it has let this seat in */
	function leave(id: string, why: (typeof LIVE_ENDS)[number]): void {
		const seat = forget(id);
		if (seat) send({ to: 'device', seat: id, lease: seat.lease, says: { kind: 'ends', why } });
	}
	/** Also where a process has let it in, or is about to, it holds no seat any more. */
	function refuse(id: string, code: ErrorCode): void {
		const viewer = seats.get(id)?.ask.viewer;
		leave(id, 'gone');
		if (viewer !== undefined) viewers.toViewer(viewer, refused(viewer, code));
	}
	/** Nobody sits there any more, whatever went past us: the device shows itself to no one. */
	function tell(id: string, viewer: string, push: StaffPush): void {
		if (!viewers.toViewer(viewer, push)) leave(id, 'gone');
	}

	async function taken(id: string, seat: Seat, by: string): Promise<void> {
		seat.takers.set(by, clock.now());
		if (seat.takers.size > 1) return;
		clearTimeout(seat.unanswered);
		try {
			await onRecord(seat.ask);
		} catch (error) {
			refuse(id, 'server.busy');
			throw error;
		}
		// it has left meanwhile
		if (seats.get(id) !== seat) return;
		seat.taken = true;
		const { viewer } = seat.ask;
		const live = { v: WIRE_VERSION, type: 'live', viewer, relayOnly } as const;
		tell(id, viewer, { ...live, iceServers: iceServers(id) });
	}

	/**
	 * Where a former socket of the device ends, or is full, it may still be seen by another. Full is said in the same moment
	 * as the other's taken, before anybody signals; where that was the former one's, no peer comes of it.
	 */
	function isLosers({ takers }: Seat, { by, says }: LiveLetter & { to: 'viewer' }): boolean {
		const others = [...takers].filter(([other]) => other !== by).map(([, at]) => at);
		if (says.kind === 'full') return others.length > 0;
		if (says.kind !== 'ends' || says.why !== 'gone') return false;
		const wasThere = takers.get(by) === null;
		takers.delete(by);
		// one that died has said nothing since, and never will
		const since = clock.now() - CONNECTS_WITHIN_MS;
		return !wasThere && others.some((at) => at === null || at > since);
	}
	function signals(id: string, seat: Seat, by: string, data: string): void {
		if (seat.takers.has(by)) seat.takers.set(by, null);
		const { viewer } = seat.ask;
		tell(id, viewer, { v: WIRE_VERSION, type: 'signal', viewer, data });
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
			const fresh = { taken: false, takers: new Map<string, Millis | null>(), signals: 0 };
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
			if (says.kind === 'full') refuse(id, 'live.too-many');
			else if (says.kind === 'taken') await taken(id, seat, by);
			else if (says.kind === 'signals') signals(id, seat, by, says.data);
			else {
				leave(id, says.why);
				viewers.toViewer(viewer, {
					...{ v: WIRE_VERSION, type: 'live-ended', viewer, why: says.why }
				});
			}
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
