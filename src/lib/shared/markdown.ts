// Markdown as a small tree of what may be shown, and nothing else: no HTML, no links, no addresses. A page draws it
// with elements of its own, never with `{@html}`; what has no kind here cannot reach it. docs/spec/paper.md.

export type Inline =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'strong'; readonly children: readonly Inline[] }
	| { readonly kind: 'em'; readonly children: readonly Inline[] }
	| { readonly kind: 'del'; readonly children: readonly Inline[] }
	| { readonly kind: 'break' }
	/** `name` is looked up among the pictures that come with the text; it is never an address. */
	| { readonly kind: 'picture'; readonly name: string; readonly alt: string };

export type Align = 'left' | 'center' | 'right' | null;

export type Block =
	| { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
	| { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'quote'; readonly children: readonly Block[] }
	| {
			readonly kind: 'list';
			/** Null = bullets. */
			readonly start: number | null;
			readonly items: readonly (readonly Block[])[];
	  }
	| {
			readonly kind: 'table';
			readonly align: readonly Align[];
			readonly header: readonly (readonly Inline[])[];
			readonly rows: readonly (readonly (readonly Inline[])[])[];
	  }
	| { readonly kind: 'rule' };

/** The text as it was typed, a paragraph to each blank line: shown when it cannot be parsed, or not yet. */
export function plainBlocks(text: string): Block[] {
	return text
		.split(/\n\s*\n/)
		.filter((part) => part.trim() !== '')
		.map((part) => ({
			kind: 'paragraph',
			children: part
				.trim()
				.split('\n')
				.flatMap((line, index): Inline[] => [
					...(index > 0 ? [{ kind: 'break' } as const] : []),
					{ kind: 'text', text: line }
				])
		}));
}
