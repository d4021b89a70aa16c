// Chromium obeys the last `--disable-features` only: ours must say all that Playwright's says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PLAYWRIGHT_ARGS } from './chromium.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OFF = '--disable-features=';

test('what Playwright turns off stays off beside what we turn off', () => {
	const bundle = join(ROOT, 'node_modules', 'playwright-core', 'lib', 'coreBundle.js');
	const list = /disabledFeatures = \[([^\]]*)\]/.exec(readFileSync(bundle, 'utf8'))?.[1] ?? '';
	const playwrights = [...list.matchAll(/^\s*"(\w+)",?$/gm)].map((match) => match[1]);
	expect(playwrights.length).toBeGreaterThan(10);
	const ours = PLAYWRIGHT_ARGS.findLast((arg) => arg.startsWith(OFF)) ?? '';
	expect(ours.slice(OFF.length).split(',')).toEqual(expect.arrayContaining(playwrights));
});
