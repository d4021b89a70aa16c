// C28: which keys print and which take a picture of the screen, as far as a browser is shown them: macOS and the Windows
// Snipping Tool keep most of theirs for themselves. Pure.

export interface KeyPress {
	readonly key: string;
	/** Of the place on the keyboard: with Shift, or with an input method, `key` is something else. */
	readonly code: string;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly shiftKey: boolean;
	readonly altKey: boolean;
}

/** Ctrl+P, Cmd+P, and with Shift the system's own dialog. */
export function isPrintKey({ key, code, ctrlKey, metaKey, altKey }: KeyPress): boolean {
	if (altKey || ctrlKey === metaKey) return false;
	// another script, or an input method: then the place counts
	return /^[a-z]$/i.test(key) ? key.toLowerCase() === 'p' : code === 'KeyP';
}

/** 3: all, 4: a part, 5: the program, 6: the touch bar. */
const ON_MAC = ['Digit3', 'Digit4', 'Digit5', 'Digit6'];

/** @param mac elsewhere Win+Shift+S opens the Snipping Tool; on a Mac the same keys save a page */
export function isScreenshotKey({ key, code, metaKey, shiftKey }: KeyPress, mac: boolean): boolean {
	if (key === 'PrintScreen') return true;
	return metaKey && shiftKey && (mac ? ON_MAC.includes(code) : code === 'KeyS');
}
