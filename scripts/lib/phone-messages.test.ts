// The phone's pages bring only their own messages (P2: what a phone loads before it films). Every key that their code can
// name is there: followed from the page through all imports.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import zhPhone from '../../messages/zh-CN/phone.ts';
import zh from '../../messages/zh-CN/index.ts';
import enPhone from '../../messages/en/phone.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ENTRIES = [
	'src/routes/evidence/+page.svelte',
	'src/routes/+layout.svelte',
	'src/routes/+error.svelte'
];
/**
 * What is refused at a device check, a login, of an exam's address, a lot, a sitting's root, a room, a hand-in file, the paper on
 * the computer, an act of staff, the desk: no route that a phone asks answers with it.
 */
const NOT_ON_A_PHONE = new RegExp(
	[
		/^error\.(act|candidate|check|desk|exam|hand-in|identity|live|login|lot|picture|room|sitting)\./,
		/^error\.(access\.denied|evidence\.already-waived|device\.screen-\S+|part\.not-playable)$/,
		/^error\.paper\.(not-here|key-mistyped|wrong-key|unreadable|no-sitting|already-started|too-large)$/,
		/^error\.attempt\.(already-(allowed|lost|entered)|no-request|no-incident|no-warning|no-invigilator|phone-needed|sweep-needed|not-started|not-ended|upload-incomplete|commented-enough|upload-complete|entry-|not-signed|needs-consent)/
	]
		.map(({ source }) => source)
		.join('|')
);
const IMPORT = /(?:from\s+|import\(\s*|import\s+)'(#lib\/|\.{1,2}\/)([^']+)'/g;

/** Every source file that a page can bring into the browser. */
function reachable(): Set<string> {
	const seen = new Set<string>();
	const open = ENTRIES.map((path) => join(ROOT, path));
	for (let file = open.pop(); file; file = open.pop()) {
		if (seen.has(file) || !existsSync(file)) continue;
		seen.add(file);
		for (const [whole, start, rest] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
			if (/^import\s+type/.test(whole)) continue;
			const base = start === '#lib/' ? join(ROOT, 'src/lib') : join(dirname(file), start ?? '');
			open.push(join(base, rest ?? ''));
		}
	}
	return seen;
}

/** Literal keys, and all keys that begin as a template does. */
function named(text: string): string[] {
	const keys = Object.keys(zh);
	const literal = keys.filter((key) => text.includes(`'${key}'`) || text.includes(`\`${key}\``));
	const starts = [...text.matchAll(/`([\w-]+(?:\.[\w-]+)*\.)\$\{/g)].map(
		([, start]) => start ?? ''
	);
	return [...literal, ...keys.filter((key) => starts.some((start) => key.startsWith(start)))];
}

test('[P2] the phone has every message that its pages can name, in both languages', () => {
	const files = [...reachable()].filter((file) => !/\.test\.|\/testing\//.test(file));
	expect(files.length).toBeGreaterThan(100);
	const wanted = new Set(files.flatMap((file) => named(readFileSync(file, 'utf8'))));
	const missing = [...wanted].filter((key) => !(key in zhPhone) && !NOT_ON_A_PHONE.test(key));
	expect(missing).toEqual([]);
	expect(Object.keys(enPhone).toSorted()).toEqual(Object.keys(zhPhone).toSorted());
});
