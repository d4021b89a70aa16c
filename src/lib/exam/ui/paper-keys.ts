// Which key turns a page. Pure, so that it can be tested without one.

export type Turn = 'next' | 'previous';

const KEYS: Readonly<Record<string, Turn>> = {
	PageDown: 'next',
	ArrowRight: 'next',
	PageUp: 'previous',
	ArrowLeft: 'previous'
};

type Pressed = Pick<
	KeyboardEvent,
	'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'defaultPrevented'
>;

/** Where a key means something else: fields, choices, dialogs, what scrolls sideways. */
export const OWN_KEYS =
	'input, textarea, select, [contenteditable], [role="slider"], dialog, video, audio, .wide';

export function turnOf(pressed: Pressed): Turn | null {
	const { altKey, ctrlKey, metaKey, shiftKey, defaultPrevented } = pressed;
	if (altKey || ctrlKey || metaKey || shiftKey || defaultPrevented) return null;
	return KEYS[pressed.key] ?? null;
}
