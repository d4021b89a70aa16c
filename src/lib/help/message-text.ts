// What may be sent as a text to staff (C17, C21). Pure; the log takes the same (`events.ts`).

export const MAX_TEXT = 2000;
/** From here on the page says how much room is left. */
const NEARLY_FULL = 1800;

export interface TextProblem {
	readonly kind: 'empty' | 'too-long';
	/** Characters too many. */
	readonly over: number;
}

/** @returns why it cannot be sent; null when it can */
export function textProblem(text: string): TextProblem | null {
	const { length } = text.trim();
	if (length === 0) return { kind: 'empty', over: 0 };
	return length > MAX_TEXT ? { kind: 'too-long', over: length - MAX_TEXT } : null;
}

/** Characters left, once that is worth saying. */
export function roomLeft(text: string): number | null {
	const { length } = text.trim();
	return length >= NEARLY_FULL && length <= MAX_TEXT ? MAX_TEXT - length : null;
}
