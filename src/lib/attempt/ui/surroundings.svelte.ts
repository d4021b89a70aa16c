// Displays and full screen, as far as the browser tells (C14): asked for at the gate, followed from then on.
import type { GateView } from './room-view.ts';

/** Window Management: https://developer.mozilla.org/docs/Web/API/Screen/isExtended (not in every browser). */
type ExtendedScreen = Screen & Partial<EventTarget> & { readonly isExtended?: boolean };

export interface Surroundings {
	readonly displays: GateView['displays'];
	readonly fullScreen: boolean;
	/** Call inside a click. A refusal leaves things as they are. */
	enterFullScreen(): void;
	close(): void;
}

export function createSurroundings(): Surroundings {
	let displays = $state(displaysNow());
	let fullScreen = $state(document.fullscreenElement !== null);
	const screenChanged = (): void => {
		displays = displaysNow();
	};
	const fullScreenChanged = (): void => {
		fullScreen = document.fullscreenElement !== null;
	};
	const display: ExtendedScreen = screen;
	display.addEventListener?.('change', screenChanged);
	document.addEventListener('fullscreenchange', fullScreenChanged);
	return {
		get displays() {
			return displays;
		},
		get fullScreen() {
			return fullScreen;
		},
		enterFullScreen() {
			document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => {});
		},
		close() {
			display.removeEventListener?.('change', screenChanged);
			document.removeEventListener('fullscreenchange', fullScreenChanged);
		}
	};
}

function displaysNow(): GateView['displays'] {
	const { isExtended }: ExtendedScreen = screen;
	if (isExtended === undefined) return 'unknown';
	return isExtended ? 'several' : 'one';
}
