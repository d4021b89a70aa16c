// Displays and full screen as a page shows them (C14): asked for at the gate, followed from then on. What the browser tells
// is integrity/browser's; the watch goes by the same.
import {
	openDisplays,
	type Displays,
	type DisplaySource
} from '../../integrity/browser/displays.ts';
import { openFullScreen, type FullScreenSource } from '../../integrity/browser/full-screen.ts';

export interface Surroundings {
	readonly displays: Displays;
	readonly fullScreen: boolean;
	/** For the watch. */
	readonly sources: { readonly displays: DisplaySource; readonly fullScreen: FullScreenSource };
	/** Looks again at the displays, without waiting for the browser to say. */
	look(): void;
	/** Call inside a click. A refusal leaves things as they are. */
	enterFullScreen(): void;
	close(): void;
}

export function createSurroundings(): Surroundings {
	const sources = { displays: openDisplays(), fullScreen: openFullScreen() };
	let displays = $state(sources.displays.state);
	let fullScreen = $state(sources.fullScreen.state);
	sources.displays.subscribe((counted) => (displays = counted));
	sources.fullScreen.subscribe((full) => (fullScreen = full));
	return {
		get displays() {
			return displays;
		},
		get fullScreen() {
			return fullScreen;
		},
		sources,
		look: sources.displays.look,
		enterFullScreen: sources.fullScreen.enter,
		close() {
			sources.displays.close();
			sources.fullScreen.close();
		}
	};
}
