// The phone of the attempt that is open here (C11, P5): a code while one is wanted, its last words and picture. Puts the
// keeper of codes together with this browser; what is told of it is decided in phone-state-view.ts.
import { createCodeKeeper, type KeptCode } from '../../evidence/code-keeper.ts';
import { pairingAddress, pairingPage } from '../../evidence/pairing-code.ts';
import type { HeardPhone } from '../../live/wire.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Timers } from '../../shared/timers.ts';
import type { AttemptState } from '../attempt-state.ts';
import { askPairingCode, fetchPhonePicture, withdrawPairingCode } from '../browser/phone-api.ts';
import { isBefore } from '../stage.ts';
import { createPhonePicture } from './phone-picture.svelte.ts';
import { phoneStateView } from './phone-state-view.ts';
import type { PairingView, PhoneStateView } from './room-view.ts';

/** Of the attempt's session, what is needed here. */
export interface DesktopLink {
	readonly lease: string;
	readonly token: string;
	readonly clock: Clock;
}

/** What the session knows at the moment. */
export interface PhoneNews {
	readonly state: AttemptState;
	readonly heardPhone: HeardPhone | null;
	readonly connection: { readonly state: 'connecting' | 'connected' | 'lost' };
}

export interface AttemptPhone {
	/** Whenever the attempt or the connection may have moved on, and every now and then. */
	update(news: PhoneNews): void;
	view(state: AttemptState, heard: HeardPhone | null, now: Millis | null): PhoneStateView;
	/** P5: the candidate wants another one. */
	replace(): void;
	keep(): void;
	/** Something shows the phone. */
	watch(watching: boolean): void;
	close(): void;
}

/** @param origin of this page: where the phone's page is */
export function createAttemptPhone(
	session: DesktopLink,
	origin: string,
	timers: Timers = systemTimers
): AttemptPhone {
	let kept = $state.raw<KeptCode | null>(null);
	let listeningSince = $state.raw<Millis | null>(session.clock.now());
	let latest: PhoneNews | null = null;
	let lease: string | null | undefined;
	let replacing = false;
	let withdrawing = Promise.resolve();
	let watchers = 0;
	const picture = createPhonePicture(() => fetchPhonePicture(session.token));
	const keeper = createCodeKeeper({
		clock: session.clock,
		timers,
		random: Math.random,
		async ask(replace) {
			// taking one back must not reach the server after the next was given
			await withdrawing;
			return askPairingCode(session.token, replace);
		},
		withdraw() {
			withdrawing = withdrawPairingCode(session.token);
		},
		changed: show
	});

	function show(): void {
		const next = keeper.view();
		if (JSON.stringify(next) !== JSON.stringify(kept)) kept = next;
	}

	function wish(state: AttemptState): 'bind' | 'replace' | null {
		const over = state.ended !== null || !isBefore(state.stage, 'upload');
		const waived = state.phoneWaived || state.frozen.rules.phone === 'waived';
		if (over || waived || state.lease !== session.lease) return null;
		if (state.evidence.lease !== null) return replacing ? 'replace' : null;
		return state.stage === 'phone' || watchers > 0 ? 'bind' : null;
	}

	function listen(state: PhoneNews['connection']['state']): void {
		if (state === 'lost') listeningSince = null;
		else if (listeningSince === null && state === 'connected') {
			listeningSince = session.clock.now();
			keeper.wake();
		}
	}

	/** Another phone in charge than when last looked. */
	function bound(next: string | null): void {
		if (lease !== undefined && next !== null && next !== lease) {
			replacing = false;
			keeper.used();
		}
		if (next !== lease) picture.forget();
		lease = next;
	}

	function look(): void {
		if (!latest) return;
		keeper.want(wish(latest.state));
		// a code may have ended by itself
		show();
	}

	return {
		update(news) {
			latest = news;
			listen(news.connection.state);
			bound(news.state.evidence.lease);
			look();
			if (watchers > 0) picture.update(news.heardPhone?.pictureAt ?? null, session.clock.now());
		},
		view: (state, heard, now) =>
			phoneStateView(state, {
				...{ heard, now, listeningSince, picture: picture.view },
				code: kept && pairingView(kept, origin)
			}),
		replace() {
			replacing = true;
			look();
		},
		keep() {
			replacing = false;
			look();
		},
		watch(watching) {
			watchers = Math.max(0, watchers + (watching ? 1 : -1));
			look();
		},
		close() {
			keeper.close();
			picture.forget();
		}
	};
}

const pairingView = (kept: KeptCode, origin: string): PairingView => {
	const code = kept.code?.code ?? null;
	return {
		state: kept.state,
		address: code === null ? null : pairingAddress(origin, code),
		code,
		page: pairingPage(origin),
		expiresAt: kept.code?.expiresAt ?? null,
		replaces: kept.replaces,
		failure: kept.failure
	};
};
