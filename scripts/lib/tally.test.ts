import { expect, test } from 'vitest';
import { add, judged, NOTHING, tallyLine, tallyOfPlaywright, tallyOfVitest } from './tally.ts';

const file = (status: string, ...tests: string[]) => ({
	...{ name: 'a.test.ts', status, message: '' },
	assertionResults: tests.map((one) => ({ status: one, fullName: one }))
});

test('a file that fell before its tests counts as one failure', () => {
	const report = {
		numPassedTests: 3,
		numFailedTests: 1,
		numPendingTests: 1,
		numTodoTests: 1,
		testResults: [
			file('passed', 'passed', 'passed'),
			file('failed', 'failed', 'passed'),
			file('failed')
		]
	};
	expect(tallyOfVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test('a flaky test counts as failed', () => {
	const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
	expect(tallyOfPlaywright({ stats })).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test('a level without a report, without tests, or with a bad exit is a failure', () => {
	expect(judged(null, true).failed).toBe(1);
	expect(judged(NOTHING, true).failed).toBe(1);
	expect(judged({ passed: 0, failed: 0, skipped: 7 }, true).failed).toBe(1);
	expect(judged({ passed: 9, failed: 0, skipped: 0 }, false).failed).toBe(1);
	expect(judged({ passed: 9, failed: 2, skipped: 0 }, false).failed).toBe(2);
	expect(judged({ passed: 9, failed: 0, skipped: 1 }, true)).toEqual({
		passed: 9,
		failed: 0,
		skipped: 1
	});
});

test('the last line', () => {
	const sum = add({ passed: 2, failed: 0, skipped: 0 }, { passed: 1, failed: 1, skipped: 0 });
	expect(tallyLine(sum)).toBe('3 passed, 1 failed');
	expect(tallyLine({ ...sum, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
});
