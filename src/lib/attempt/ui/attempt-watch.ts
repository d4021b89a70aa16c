// C25–C32 on the page that is open here: watches while this page records, brings what it notices to the desk, and says what
// the candidate is shown of it. When something is an incident is the desk's (integrity/).
import { watchComputerClock } from '../../integrity/browser/computer-clock.ts';
import { watchDeterrents } from '../../integrity/browser/deterrents.ts';
import { watchDevices, type Devices } from '../../integrity/browser/devices.ts';
import { watchDisplays } from '../../integrity/browser/displays.ts';
import { watchFullScreen } from '../../integrity/browser/full-screen.ts';
import { watchPageSight } from '../../integrity/browser/page-sight.ts';
import { storageMarker, watchStorage } from '../../integrity/browser/storage-marker.ts';
import { createExcuse } from '../../integrity/excuse.ts';
import { watchHolding } from '../../integrity/holding.ts';
import type { SignalAdapter, SignalDesk } from '../../integrity/signal.ts';
import type { WatchView } from '../../integrity/ui/watch-view.ts';
import { guarded } from '../../shared/browser/guarded.ts';
import { RECORDINGS_DATABASE } from '../../recording/browser/idb-vault.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Observable } from '../../shared/observable.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { INTERVIEW_DATABASE } from '../browser/kept-attempts.ts';
import type { Surroundings } from './surroundings.svelte.ts';
import { watchViewOf } from './watch-view-of.ts';

export interface AttemptWatchOptions {
	readonly session: Pick<AttemptSession, 'clock'>;
	readonly desk: SignalDesk & { incidents(): WatchView['told'] };
	readonly desktop: Observable<Devices>;
	readonly surroundings: Pick<Surroundings, 'sources'>;
	/** A question of the browser is open that this page asked for. */
	asking(): boolean;
	/** What watches camera and microphone (C29), also before this page records. */
	readonly also: readonly SignalAdapter[];
}

export interface AttemptWatch {
	/** @param recording this page records, and no other device has taken its place */
	update(recording: boolean): void;
	view(now: Millis): WatchView;
	close(): void;
}

export function createAttemptWatch(options: AttemptWatchOptions): AttemptWatch {
	const { desk, session } = options;
	const holding = watchHolding(desk, session.clock);
	const adapters = [...adaptersOf(options), ...options.also];
	let stops: (() => void)[] | null = null;

	function stop(): void {
		const all = stops ?? [];
		stops = null;
		for (const one of all) guarded(one);
	}

	/** One that cannot watch here is left out: the others go on, and it is not tried anew with every tick. */
	function start(watch: SignalAdapter): () => void {
		let ends = (): void => {};
		guarded(() => (ends = watch(holding.desk)));
		return () => ends();
	}

	return {
		update(recording) {
			if (!recording) stop();
			else stops ??= adapters.map(start);
		},
		view: (now) => watchViewOf(holding.since, desk.incidents(), now),
		close: stop
	};
}

function adaptersOf(options: AttemptWatchOptions): SignalAdapter[] {
	const { session, desktop, surroundings } = options;
	const { clock } = session;
	const { displays, fullScreen } = surroundings.sources;
	const excused = createExcuse(options.asking, clock);
	return [
		watchDisplays(displays),
		watchFullScreen({ fullScreen, excused }),
		watchPageSight({ excused }),
		watchDeterrents({
			paper: () => document.querySelector('[data-paper]'),
			mac: /mac/i.test(navigator.userAgent)
		}),
		watchDevices(desktop),
		watchComputerClock({ clock, wall: () => Date.now() }),
		watchStorage(storageMarker([INTERVIEW_DATABASE, RECORDINGS_DATABASE]))
	];
}
