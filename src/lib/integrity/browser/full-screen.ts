// C26: full screen, for the gate and, while this page records, for the watch.
import { every } from '../../shared/browser/every.ts';
import { subject, type Observable } from '../../shared/observable.ts';
import type { SignalAdapter } from '../signal.ts';

export interface FullScreenSource extends Observable<boolean> {
	/** Call inside a click. A refusal leaves things as they are. */
	enter(): void;
	close(): void;
}

const isFull = (): boolean => document.fullscreenElement !== null;

export function openFullScreen(): FullScreenSource {
	const full = subject(isFull());
	const changed = (): void => full.set(isFull());
	document.addEventListener('fullscreenchange', changed);
	return {
		get state() {
			return full.state;
		},
		subscribe: (listener) => full.subscribe(listener),
		enter() {
			if (isFull()) return;
			document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {});
		},
		close: () => document.removeEventListener('fullscreenchange', changed)
	};
}

export interface FullScreenWatch {
	readonly fullScreen: Observable<boolean>;
	/** The page itself opened something that may end it. */
	excused(): boolean;
}

/** Whoever is late goes to full screen with the click that enters (C9), and the page opens a little before. */
const SETTLE_MS = 2000;
const LOOK_EVERY_MS = 500;

/** Once it was entered; and on a page that never was in it (it was loaded again), after a moment. */
export const watchFullScreen =
	({ fullScreen, excused }: FullScreenWatch): SignalAdapter =>
	(desk) => {
		// a browser that cannot is not blamed
		if (!document.fullscreenEnabled) return () => {};
		let expected = fullScreen.state;
		const look = (): void => {
			expected ||= fullScreen.state;
			desk.holds('full-screen-left', expected && !fullScreen.state && !excused());
		};
		const settled = setTimeout(() => {
			expected = true;
			look();
		}, SETTLE_MS);
		const stops = [fullScreen.subscribe(look), every(LOOK_EVERY_MS, look)];
		return () => {
			clearTimeout(settled);
			for (const stop of stops) stop();
			desk.holds('full-screen-left', false);
		};
	};
