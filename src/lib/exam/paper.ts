import type { Text } from '../attempt/rules.ts';

export interface OpenPaper {
	readonly version: number;
	readonly category: Text;
	readonly guidance: Text;
	readonly pages: readonly {
		readonly questions: readonly { readonly number: number; readonly markdown: Text }[];
	}[];
	readonly pictures: Readonly<Record<string, string>>;
}
