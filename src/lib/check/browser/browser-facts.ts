// What this browser, its screen and its abilities are, without asking anybody for leave.
import { browserKind } from '../../attempt/browser-kind.ts';
import { missingCapabilities } from '../../attempt/browser/capabilities.ts';
import { missingOnPhone } from '../../evidence/browser/phone-capabilities.ts';
import { browserName } from '../browser-name.ts';
import type { BrowserFacts, CheckedDevice, ScreenFacts } from '../facts.ts';

export function browserFacts(device: CheckedDevice): BrowserFacts {
	const { userAgent } = navigator;
	return {
		...browserName(userAgent),
		kind: browserKind(userAgent),
		missing: device === 'phone' ? missingOnPhone() : missingCapabilities()
	};
}

/** https://developer.mozilla.org/docs/Web/API/Window_Management_API (not in every browser) */
type ManagedScreen = Screen & Partial<EventTarget> & { readonly isExtended?: boolean };
interface ManagingWindow {
	getScreenDetails?(): Promise<{ readonly screens: readonly unknown[] }>;
}

export function screenFacts(): ScreenFacts {
	const { width, height, isExtended }: ManagedScreen = screen;
	return { width, height, several: isExtended ?? null, count: null };
}

/** @returns a function that ends the watching */
export function watchScreens(listener: () => void): () => void {
	const display: ManagedScreen = screen;
	display.addEventListener?.('change', listener);
	return () => display.removeEventListener?.('change', listener);
}

export const canCountScreens = (): boolean =>
	typeof (window as ManagingWindow).getScreenDetails === 'function';

/** Asks the candidate for leave: call it inside a click only. @returns null where it was not given */
export async function countScreens(): Promise<number | null> {
	const details = await (window as ManagingWindow).getScreenDetails?.().catch(() => null);
	return details?.screens.length ?? null;
}
