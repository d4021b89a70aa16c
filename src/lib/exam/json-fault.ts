// Where a text stops being JSON. The engine's own message tells it in some cases only, so the text is gone through here.

const SPACE = /[ \t\n\r]*/y;
const ATOM = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'next' | 'nothing';

/** @returns the offset of the first character that cannot stand there; the length when the text ends too early; null when it is JSON */
export function jsonFaultAt(text: string): number | null {
	const open: ('{' | '[')[] = [];
	let expected = 'value' as Expected;
	let at = skip(SPACE, text, 0);
	while (at < text.length) {
		const char = text[at] ?? '';
		const next = step(char, expected, open);
		if (next !== null) {
			expected = next;
			at += 1;
		} else if (
			char === '"' &&
			expected !== 'colon' &&
			expected !== 'next' &&
			expected !== 'nothing'
		) {
			const end = stringEnd(text, at);
			if (end < 0) return -end - 1;
			at = end;
			expected = expected === 'key' || expected === 'first-key' ? 'colon' : after(open);
		} else {
			const end = expected === 'value' || expected === 'first-item' ? skip(ATOM, text, at) : at;
			if (end === at) return at;
			at = end;
			expected = after(open);
		}
		at = skip(SPACE, text, at);
	}
	return expected === 'nothing' ? null : text.length;
}

const after = (open: readonly string[]): Expected => (open.length === 0 ? 'nothing' : 'next');

function skip(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return at + (pattern.exec(text)?.[0].length ?? 0);
}

/** What may follow this bracket, comma or colon; null: it is none, or cannot stand here. */
function step(char: string, expected: Expected, open: ('{' | '[')[]): Expected | null {
	const inside = open.at(-1);
	const takesValue = expected === 'value' || expected === 'first-item';
	if ((char === '{' || char === '[') && takesValue) {
		open.push(char);
		return char === '{' ? 'first-key' : 'first-item';
	}
	const closes =
		(char === '}' && inside === '{' && (expected === 'next' || expected === 'first-key')) ||
		(char === ']' && inside === '[' && (expected === 'next' || expected === 'first-item'));
	if (closes) {
		open.pop();
		return after(open);
	}
	if (char === ':' && expected === 'colon') return 'value';
	if (char === ',' && expected === 'next') return inside === '{' ? 'key' : 'value';
	return null;
}

/** @returns the offset behind the string; −1 − offset of what cannot stand in it */
function stringEnd(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const char = text[at] ?? '';
		if (char === '"') return at + 1;
		if (char < ' ') return -at - 1;
		if (char === '\\') {
			const end = skip(ESCAPE, text, at);
			if (end === at) return -at - 1;
			at = end - 1;
		}
	}
	return -text.length - 1;
}
