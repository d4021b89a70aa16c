// Which numbered rules there are, and which of them a test names.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const SPEC = join(ROOT, 'docs', 'spec');
const TESTED = ['src', 'scripts', 'tests', 'messages'].map((name) => join(ROOT, name));

/** A rule is stated where a line begins with its number: `- C15 …`, `### LOG3 …`, `**UP2** …`, `| W1 | …`. */
const STATED = /^\s*(?:[-*|]\s+|#+\s+)?(?:\*\*)?([A-Z]{1,6}\d+)(?![\w-])/gm;
/** A test proves the rules in brackets in its name: `test('[C15] …`. */
const PROVED = /\[([A-Z]{1,6}\d+)\]/g;

export const rulesStatedIn = (markdown: string): string[] => [
	...new Set([...markdown.matchAll(STATED)].map((match) => match[1] ?? ''))
];

export const rulesProvedIn = (source: string): string[] => [
	...new Set([...source.matchAll(PROVED)].map((match) => match[1] ?? ''))
];

/** Rules of `docs/spec/*.md` by file, and all rules that some test names. */
export function readRules(): {
	stated: ReadonlyMap<string, string[]>;
	proved: ReadonlySet<string>;
} {
	const specs = filesBelow(SPEC, /\.md$/);
	const tests = TESTED.flatMap((folder) => filesBelow(folder, /\.(test|spec|contract)\.ts$/));
	return {
		stated: new Map(specs.map((path) => [path, rulesStatedIn(readFileSync(path, 'utf8'))])),
		proved: new Set(tests.flatMap((path) => rulesProvedIn(readFileSync(path, 'utf8'))))
	};
}

function filesBelow(folder: string, name: RegExp): string[] {
	if (!statSync(folder, { throwIfNoEntry: false })) return [];
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => name.test(path))
		.map((path) => join(folder, path));
}
