import type { Text } from '../attempt/rules.ts';

/** A paper as an exam's file brings it; what is sealed is made of it. */
export interface PaperContent {
	readonly category: Text;
	readonly guidance: Text;
	/** How long it is meant to take; said, not enforced. */
	readonly minutes?: number | undefined;
	readonly pages: readonly {
		readonly questions: readonly { readonly number: number; readonly markdown: Text }[];
	}[];
	/** data: addresses by the name that the Markdown shows. */
	readonly pictures: Readonly<Record<string, string>>;
}
