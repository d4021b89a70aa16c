// The Markdown parser is a chunk of its own: called for at the waiting page (and by the first `Markdown`), so that the
// first pages do without it and the start second does not wait for it. In the browser only; the server's rendering
// shows the text as it was typed.
import type { Block } from '../markdown.ts';

export type ParseMarkdown = (text: string) => Block[];

let loaded: ParseMarkdown | null = null;

export const loadedMarkdown = (): ParseMarkdown | null => loaded;

/** @returns null when it cannot be fetched now: the text stays as it was typed, and the next call tries again */
export async function loadMarkdown(): Promise<ParseMarkdown | null> {
	if (typeof document === 'undefined') return null;
	try {
		loaded ??= (await import('../markdown-parser.ts')).parseMarkdown;
	} catch {
		// no network: the paper is readable without it
	}
	return loaded;
}
