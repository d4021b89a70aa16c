// Paragraphs and simple lists of an exam's text. Pure.

export type TextBlock =
	| { readonly kind: 'paragraph'; readonly text: string }
	| { readonly kind: 'bullets' | 'numbers'; readonly items: readonly string[] };

const BULLET = /^[-*] +/;
const NUMBER = /^\d+[.)] +/;

/** A blank line ends a block; lines that begin like items are a list. */
export function textBlocks(source: string): TextBlock[] {
	return source
		.split(/\n\s*\n/)
		.map((block) =>
			block
				.split('\n')
				.map((line) => line.trim())
				.filter((line) => line !== '')
		)
		.filter((lines) => lines.length > 0)
		.map(blockOf);
}

function blockOf(lines: readonly string[]): TextBlock {
	for (const [kind, mark] of [
		['bullets', BULLET],
		['numbers', NUMBER]
	] as const)
		if (lines.every((line) => mark.test(line)))
			return { kind, items: lines.map((line) => line.replace(mark, '')) };
	return { kind: 'paragraph', text: lines.join('\n') };
}
