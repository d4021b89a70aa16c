// The time and the way to the server, for a page that has no attempt: what its status bar shows.
import type { Millis } from '../../shared/clock.ts';
import type { ConnectionView } from '../../shared/ui/states.ts';
import { createDeviceClock } from '../browser/device-clock.ts';
import { followServerTime } from '../browser/server-time.ts';

const TICK_MS = 250;

export interface PageClock {
	/** Server time as estimated here. */
	readonly now: Millis;
	readonly connection: ConnectionView;
	/** To be called when the page runs. @returns a function that ends it */
	start(): () => void;
}

/** @param renderedAt server time at which the page was made: shown until the page runs */
export function createPageClock(renderedAt: () => Millis): PageClock {
	let now = $state<Millis | null>(null);
	let connection = $state.raw<ConnectionView>({ state: 'connecting' });

	function start(): () => void {
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
