// The spelling of a binding code while it is typed: XXXXX-XXXXX. What it is worth, the server says.

const GROUP = 5;

/** Leaves an address alone: a person may paste one, and the code is in it. */
export function groupedCode(typed: string): string {
	if (/[/:#?]/.test(typed)) return typed;
	const plain = typed.normalize('NFKC').replace(/[^\p{Letter}\p{Number}]/gu, '');
	return (plain.toUpperCase().match(new RegExp(`.{1,${String(GROUP)}}`, 'gu')) ?? []).join('-');
}
