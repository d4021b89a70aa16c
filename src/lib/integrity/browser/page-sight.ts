// C27: whether this page is the one in front, and has the keyboard. Told out of the browser's events, at once: a hidden
// page's timers run once a minute.
import { every } from '../../shared/browser/every.ts';
import type { SignalAdapter } from '../signal.ts';

export interface PageSightPorts {
	/** The page itself opened something that takes the keyboard: a picker of screens, a question of the browser. */
	excused(): boolean;
}

/** What no event told: a window that was opened over this one, an excuse that has run out. */
const LOOK_EVERY_MS = 1000;

export const watchPageSight =
	({ excused }: PageSightPorts): SignalAdapter =>
	(desk) => {
		const ended = new AbortController();
		const { signal } = ended;
		let focused = document.hasFocus();
		let leaving = false;

		function tell(): void {
			// a page that is left is hidden too, and that is no incident
			if (leaving) return;
			const hidden = document.visibilityState === 'hidden';
			const counts = !excused();
			desk.holds('page-hidden', counts && hidden);
			// whoever sees another page has no use for the keyboard here: one is enough
			desk.holds('window-blurred', counts && !hidden && !focused);
		}
		const focus = (has: boolean): void => {
			focused = has;
			tell();
		};

		document.addEventListener('visibilitychange', tell, { signal });
		addEventListener('blur', () => focus(false), { signal });
		addEventListener('focus', () => focus(true), { signal });
		addEventListener('pagehide', () => (leaving = true), { signal });
		addEventListener('pageshow', () => (leaving = false), { signal });
		const stop = every(LOOK_EVERY_MS, () => focus(document.hasFocus()));
		tell();
		return () => {
			stop();
			ended.abort();
			desk.holds('page-hidden', false);
			desk.holds('window-blurred', false);
		};
	};
