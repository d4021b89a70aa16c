import { describe, expect, test } from 'vitest';
import type { Policy } from './policy.ts';
import { bySeverity, kindPolicy, severityOf, type Weighed } from './severity.ts';

const policy = (severity: 'off' | 'note' | 'attention' | 'serious'): Policy => ({
	preset: 'standard',
	kinds: {
		'page-hidden': { severity, graceMs: 0, mergeMs: 0, moreAfterMs: 30_000, moreAfterTimes: 4 }
	}
});
const one = (more: Partial<Weighed> = {}): Weighed => ({
	...{ kind: 'page-hidden', from: 1000, until: 2000, times: 1 },
	...more
});

describe('[C34] how much an incident matters', () => {
	test('as much as the exam’s policy says of its kind', () => {
		expect(severityOf(policy('note'), one(), 9000)).toBe('note');
		expect(severityOf(policy('attention'), one(), 9000)).toBe('attention');
	});

	test('one step more once it is long, also while it lasts', () => {
		expect(severityOf(policy('note'), one({ until: 30_999 }), 0)).toBe('note');
		expect(severityOf(policy('note'), one({ until: 31_000 }), 0)).toBe('attention');
		expect(severityOf(policy('note'), one({ until: null }), 30_999)).toBe('note');
		expect(severityOf(policy('note'), one({ until: null }), 31_000)).toBe('attention');
	});

	test('or once there were many; both are one step, and nothing is more than serious', () => {
		expect(severityOf(policy('note'), one({ times: 3 }), 0)).toBe('note');
		expect(severityOf(policy('note'), one({ times: 4, until: 99_000 }), 0)).toBe('attention');
		expect(severityOf(policy('serious'), one({ times: 4 }), 0)).toBe('serious');
	});

	test('what is in the log is never hidden: a kind that is off, or unknown to the policy, is a note', () => {
		expect(severityOf(policy('off'), one({ until: null, times: 9 }), 99_000)).toBe('note');
		expect(severityOf(policy('serious'), one({ kind: 'copied', times: 99 }), 0)).toBe('note');
		expect(kindPolicy(policy('note'), 'copied')).toMatchObject({ graceMs: 0, mergeMs: 0 });
	});

	test('from the least to the most', () => {
		expect((['serious', 'note', 'attention'] as const).toSorted(bySeverity)).toEqual([
			...['note', 'attention', 'serious']
		]);
	});
});
