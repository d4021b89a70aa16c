// What the entry page knows of the world: the time, this browser's abilities, and an attempt that it still holds.
import { createDeviceClock } from '../../live/browser/device-clock.ts';
import { followServerTime } from '../../live/browser/server-time.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import type { AttemptState } from '../attempt-state.ts';
import { missingCapabilities } from '../browser/capabilities.ts';
import type { Capability } from './room-view.ts';

const TICK_MS = 250;

export interface Entry {
	/** Server time as estimated here. */
	readonly now: Millis;
	readonly connection: ConnectionView;
	/** What an interview would lack here (C2); empty until the page runs. */
	readonly missing: readonly Capability[];
	/** C1: who still has something to send gets in, whatever the window says. */
	readonly unfinished: AttemptState | null;
	/** To be called when the page runs. @returns a function that ends it */
	start(): () => void;
}

/** @param renderedAt server time at which the page was made: shown until the page runs */
export function createEntry(renderedAt: () => Millis): Entry {
	let now = $state<Millis | null>(null);
	let connection = $state.raw<ConnectionView>({ state: 'connecting' });
	let missing = $state.raw<readonly Capability[]>([]);
	let unfinished = $state.raw<AttemptState | null>(null);

	function start(): () => void {
		missing = missingCapabilities();
		const clock = createDeviceClock();
		const made = madeBetween();
		if (made) clock.sample({ ...made, serverAt: renderedAt() });
		const tick = (): void => void (now = clock.now());
		const ended = followServerTime(clock, (answered) => {
			if (answered) connection = { state: 'connected' };
			else if (connection.state !== 'lost') connection = { state: 'lost', since: clock.now() };
			tick();
		});
		const timer = setInterval(tick, TICK_MS);
		tick();
		// on its own: the page's first load is not kept waiting for a database
		void import('../browser/kept-glance.ts').then(async ({ unfinishedHere }) => {
			unfinished = await unfinishedHere();
		});
		return () => {
			clearInterval(timer);
			ended();
		};
	}

	return {
		get now() {
			return now ?? renderedAt();
		},
		get connection() {
			return connection;
		},
		get missing() {
			return missing;
		},
		get unfinished() {
			return unfinished;
		},
		start
	};
}

/** When the server made this page, by this device's clock: between its request and the first byte of the answer. */
function madeBetween(): { sentAt: number; receivedAt: number } | null {
	const [load] = performance.getEntriesByType('navigation');
	if (!(load instanceof PerformanceNavigationTiming) || load.responseStart === 0) return null;
	const { timeOrigin } = performance;
	return { sentAt: timeOrigin + load.requestStart, receivedAt: timeOrigin + load.responseStart };
}
