// What a candidate is writing to one of their incidents: kept while the page goes from the upload to the receipt.

export type CommentDrafts = ReturnType<typeof createCommentDrafts>;

export function createCommentDrafts() {
	let writing = $state<string | null>(null);
	let texts = $state.raw<Readonly<Record<string, string>>>({});
	return {
		/** The incident whose comment is open. */
		get writing() {
			return writing;
		},
		textOf: (incident: string): string => texts[incident] ?? '',
		write(incident: string, text: string) {
			texts = { ...texts, [incident]: text };
		},
		toggle(incident: string) {
			writing = writing === incident ? null : incident;
		}
	};
}
