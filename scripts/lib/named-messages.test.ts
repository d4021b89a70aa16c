// Every message is named by some source: in full, or by a template that can become it. What nobody says is not translated.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import zh from '../../messages/zh-CN/index.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const sources = (): string[] =>
	globSync('{src,scripts}/**/*.{ts,svelte}', { cwd: ROOT })
		.filter((path) => !/\.test\.ts$|\/testing\//.test(path))
		.map((path) => readFileSync(resolve(ROOT, path), 'utf8'));

const unique = (words: readonly (string | undefined)[]) => [...new Set(words)];
const matches = (texts: readonly string[], what: RegExp) =>
	unique(texts.flatMap((text) => [...text.matchAll(what)].map(([, found]) => found)));

/** As `acts.${act}.title`: a hole may be anything that stands in a key, or nothing. */
const asPattern = (template = ''): string =>
	template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w.-]*');

/** As t(`${key}.body`): such an end belongs to keys that are named themselves. */
const ENDS = /\bt\(`\$\{\w+\}((?:\.[\w-]+)+)`/g;

function unnamed(keys: readonly string[], texts: readonly string[]): string[] {
	const literals = new Set(matches(texts, /['"`]([\w.-]+)['"`]/g));
	const templates = matches(texts, /`([\w-]+\.(?:[\w.-]|\$\{[^{}`]*\})*)`/g).map(asPattern);
	const whole = new RegExp(`^(?:${templates.join('|')})$`);
	const end = new RegExp(`(?:${matches(texts, ENDS).map(asPattern).join('|')})$`);
	const isNamed = (key: string): boolean =>
		literals.has(key) || whole.test(key) || (end.test(key) && isNamed(key.replace(end, '')));
	return keys.filter((key) => !isNamed(key));
}

test('every message is named by some source', () => {
	expect(unnamed(Object.keys(zh), sources())).toEqual([]);
});

test('a message that only resembles a named one is found', () => {
	const texts = ["t('a.b')", 't(`c.${kind}.title`)', 't(`${key}.body`)'];
	const keys = ['a.b', 'a.b.body', 'c.x.title', 'c.x.title.body', 'a', 'a.c', 'd.body', 'c.x.name'];
	expect(unnamed(keys, texts)).toEqual(['a', 'a.c', 'd.body', 'c.x.name']);
});
