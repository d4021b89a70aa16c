// When the candidate's computer makes a small picture (I1): every few seconds, and never in the way of the films. One that
// is not sent in its turn is none: nothing is queued, nothing is sent again. Pure.
import type { Millis } from '../shared/clock.ts';
import { PICTURES_APART_MS } from './small-picture.ts';

const EVERY_MS = 5000;
/** So many bytes of film are on their way at any moment, however quick the uplink: some five seconds of it. */
const ON_THEIR_WAY = 1_000_000;
const GROWS_OVER_MS = 10_000;
const LOOK_MS = 1000;

export interface TurnFacts {
	/** Of a clock that does not step. */
	readonly now: Millis;
	/** Taken or passed over. */
	readonly lastTurnAt: Millis | null;
	/** When the last one was sent, or given up. */
	readonly overAt: Millis | null;
	/** The last one is still being made, or on its way. */
	readonly busy: boolean;
	readonly connected: boolean;
	/** Films come in faster than they leave. */
	readonly behind: boolean;
}

/** `pass`: it is due and not made; the next turn is a whole one away. */
export function pictureTurn(facts: TurnFacts): 'wait' | 'pass' | 'take' {
	const { now, lastTurnAt, overAt, busy, connected, behind } = facts;
	if (lastTurnAt !== null && now - lastTurnAt < EVERY_MS) return 'wait';
	// one that was long on its way moves the next
	if (!busy && overAt !== null && now - overAt < PICTURES_APART_MS) return 'wait';
	return busy || behind || !connected ? 'pass' : 'take';
}

export interface UplinkTrend {
	/** As often as one likes. @param backlogBytes of film that the server does not have */
	note(now: Millis, backlogBytes: number): void;
	/** A backlog that is being worked off is none: pictures are at most a twenty-fifth of what is filmed. */
	behind(): boolean;
}

export function createUplinkTrend(): UplinkTrend {
	let looks: readonly { readonly at: Millis; readonly bytes: number }[] = [];
	return {
		note(now, bytes) {
			const last = looks.at(-1);
			if (last && now - last.at < LOOK_MS) return;
			looks = [...looks.filter(({ at }) => now - at <= GROWS_OVER_MS), { at: now, bytes }];
		},
		behind() {
			const [first, last] = [looks[0], looks.at(-1)];
			return !!first && !!last && last.bytes > ON_THEIR_WAY && last.bytes > first.bytes;
		}
	};
}
