import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureLines, failuresOfPlaywright, failuresOfVitest } from './failures.ts';

test('of vitest: each failed test, and a file that fell before its tests', () => {
	const passed = { status: 'passed', fullName: 'is well' };
	const failed = { status: 'failed', fullName: 'is not', failureMessages: ['1 is not 2'] };
	const file = (name: string, status: string, message: string, ...assertionResults: object[]) => ({
		...{ name: join(process.cwd(), name), status, message, assertionResults }
	});
	const report = {
		testResults: [
			file('a.test.ts', 'passed', '', passed),
			file('b.test.ts', 'failed', '', passed, failed),
			file('c.test.ts', 'failed', 'no such module')
		]
	} as unknown as Parameters<typeof failuresOfVitest>[0];
	expect(failuresOfVitest(report)).toEqual([
		{ file: 'b.test.ts', test: 'is not', reason: '1 is not 2' },
		{ file: 'c.test.ts', test: null, reason: 'no such module' }
	]);
});

test('of Playwright: what was not expected, also when it passed at last, in suites of any depth', () => {
	const spec = (title: string, status: 'expected' | 'unexpected' | 'flaky' | 'skipped') => ({
		...{ file: 'a.spec.ts', title },
		tests: [{ status, results: [{ errors: status === 'expected' ? [] : [{ message: 'late' }] }] }]
	});
	const inner = { specs: [spec('one', 'flaky'), spec('two', 'skipped')] };
	const outer = { specs: [spec('three', 'expected'), spec('four', 'unexpected')], suites: [inner] };
	expect(failuresOfPlaywright({ suites: [outer] })).toEqual([
		{ file: 'a.spec.ts', test: 'four', reason: 'late' },
		{ file: 'a.spec.ts', test: 'one', reason: 'late' }
	]);
});

test('told without colours, by its first lines', () => {
	const reason = `\u001B[31mred\u001B[39m\nat /x/node_modules/y.js\n${'line\n'.repeat(50)}`;
	const lines = failureLines({ file: 'a.test.ts', test: 'is not', reason }).split('\n');
	expect(lines.slice(0, 3)).toEqual(['FAILED a.test.ts › is not', '  red', '  line']);
	expect(lines).toHaveLength(13);
	expect(failureLines({ file: 'a.test.ts', test: null, reason: '' })).toBe('FAILED a.test.ts\n  ');
});
