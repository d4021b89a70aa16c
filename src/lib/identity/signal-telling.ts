// C30: tells each signal with its picture and in server time: when it has begun, by the same id when it is over. The
// picture may be late or never come; what has begun is told before it is over, whatever happens. Pure.
import type { Millis } from '../shared/clock.ts';
import type { Noticing } from './presence.ts';
import type { PresenceSignal } from './presence-signal.ts';

export interface SignalTellingPorts {
	/** A small picture of this moment in base64; null = none could be taken. */
	picture(): Promise<string | null>;
	/** Whether one more picture may be taken now. */
	mayPicture(): boolean;
	/** @param at by the clock of the readings */
	serverTime(at: Millis): Millis;
	tell(signal: PresenceSignal): void;
}

export interface SignalTelling {
	see(noticing: Noticing): void;
	/** @param pictures false: none is told any more, not even one that was taken before */
	over(signals: readonly PresenceSignal[], pictures?: boolean): void;
}

interface Begun {
	readonly signal: PresenceSignal;
	readonly told: boolean;
	/** Of a stronger moment than the one that was told. */
	readonly later: string | null;
}

export function createSignalTelling(ports: SignalTellingPorts): SignalTelling {
	const begun = new Map<string, Begun>();

	function announce(id: string, picture: string | null): void {
		const one = begun.get(id);
		if (!one || one.told) return;
		begun.set(id, { ...one, told: true });
		ports.tell({ ...one.signal, picture });
	}

	async function shoot(id: string): Promise<void> {
		const picture = ports.mayPicture() ? await ports.picture() : null;
		const one = begun.get(id);
		if (one?.told && picture !== null) begun.set(id, { ...one, later: picture });
		announce(id, picture);
	}

	const timed = (signal: PresenceSignal): PresenceSignal => {
		const { from, until } = signal;
		const begins = begun.get(signal.id)?.signal.from ?? ports.serverTime(from);
		// the estimate of the server's time may have moved meanwhile
		const ends = until === null ? null : Math.max(begins, ports.serverTime(until));
		return { ...signal, from: begins, until: ends };
	};

	function over(signals: readonly PresenceSignal[], pictures = true): void {
		for (const signal of signals) {
			const one = begun.get(signal.id);
			if (!one) continue;
			announce(signal.id, null);
			ports.tell({ ...timed(signal), picture: pictures ? one.later : null });
			begun.delete(signal.id);
		}
	}

	return {
		see({ told, strongest }) {
			for (const signal of told)
				if (signal.until === null)
					begun.set(signal.id, { signal: timed(signal), told: false, later: null });
			for (const id of strongest) void shoot(id);
			over(told.filter(({ until }) => until !== null));
		},
		over
	};
}
