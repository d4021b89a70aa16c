// The keys of the page of one candidate (I2): Esc to the wall, J and K through the incidents. Whoever writes keeps theirs.

export type PageKey = 'back' | 'next' | 'previous';

const KEYS: Readonly<Record<string, PageKey>> = { Escape: 'back', j: 'next', k: 'previous' };
/** Esc closes these, or leaves them, and not the page. */
const OWN_KEYS = 'input, textarea, select, dialog, [contenteditable]';

export function keyOf(event: KeyboardEvent): PageKey | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
	const at = event.target;
	// a composed character is not finished by the key that ends it
	if (event.isComposing || (at instanceof Element && at.closest(OWN_KEYS))) return null;
	if (document.querySelector('dialog[open]') || document.fullscreenElement) return null;
	return KEYS[event.key] ?? null;
}

/** @returns the next of `all` in this direction; at the ends it stays */
export function stepTo(
	all: readonly string[],
	from: string | null,
	way: 'next' | 'previous'
): string | null {
	const at = from === null ? -1 : all.indexOf(from);
	if (at < 0) return (way === 'next' ? all[0] : all.at(-1)) ?? null;
	return all[way === 'next' ? at + 1 : at - 1] ?? from;
}
