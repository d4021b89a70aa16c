// C25: how many displays there are, as far as the browser tells: for the gate and, while this page records, for the watch.
// Nothing is asked of the candidate for it: where the question of Window Management was answered yes before, it helps.
import { every } from '../../shared/browser/every.ts';
import { subject, type Observable } from '../../shared/observable.ts';
import type { SignalAdapter } from '../signal.ts';

/** `unknown`: this browser does not tell; nobody is held up by it, and nothing is told. */
export type Displays = 'one' | 'several' | 'unknown';

export interface DisplaySource extends Observable<Displays> {
	/** Now, without waiting for the browser to say. */
	look(): void;
	close(): void;
}

/** https://developer.mozilla.org/docs/Web/API/Window_Management_API: not in the DOM's types, not in every browser. */
type ExtendedScreen = Screen & Partial<EventTarget> & { readonly isExtended?: boolean };
interface ScreenDetails extends EventTarget {
	readonly screens: readonly unknown[];
}
interface TellingWindow {
	getScreenDetails?(): Promise<ScreenDetails>;
}

const PERMISSION = 'window-management' as PermissionName;
/** Chromium keeps its events for those who were granted it. */
const LOOK_EVERY_MS = 500;

export function openDisplays(): DisplaySource {
	const display: ExtendedScreen = screen;
	const ended = new AbortController();
	const { signal } = ended;
	let details: ScreenDetails | null = null;
	const count = (): Displays => displaysOf(display.isExtended, details?.screens.length ?? null);
	const counted = subject(count());
	const look = (): void => {
		const next = count();
		if (next !== counted.state) counted.set(next);
	};
	void followDetails(signal, (found) => {
		details = found;
		found?.addEventListener('screenschange', look, { signal });
		look();
	});
	display.addEventListener?.('change', look, { signal });
	const stop = every(LOOK_EVERY_MS, look);
	return {
		get state() {
			return counted.state;
		},
		subscribe: (listener) => counted.subscribe(listener),
		look,
		close() {
			stop();
			ended.abort();
		}
	};
}

function displaysOf(isExtended: boolean | undefined, screens: number | null): Displays {
	if (isExtended === undefined && screens === null) return 'unknown';
	return isExtended || (screens ?? 1) > 1 ? 'several' : 'one';
}

/** Where it was granted, also later on; never asked for. */
async function followDetails(
	signal: AbortSignal,
	found: (details: ScreenDetails | null) => void
): Promise<void> {
	const telling = window as TellingWindow;
	if (!telling.getScreenDetails) return;
	const permission = await navigator.permissions.query({ name: PERMISSION }).catch(() => null);
	const read = async (): Promise<void> => {
		const granted = permission?.state === 'granted';
		const details = granted ? await telling.getScreenDetails?.().catch(() => null) : null;
		if (!signal.aborted) found(details ?? null);
	};
	permission?.addEventListener('change', () => void read(), { signal });
	await read();
}

export const watchDisplays =
	(displays: Observable<Displays>): SignalAdapter =>
	(desk) => {
		const tell = (): void => desk.holds('several-displays', displays.state === 'several');
		const stop = displays.subscribe(tell);
		tell();
		return () => {
			stop();
			desk.holds('several-displays', false);
		};
	};
