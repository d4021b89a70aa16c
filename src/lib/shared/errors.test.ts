import { expect, test } from 'vitest';
import { isUnanswered, type ErrorCode } from './errors.ts';

test('[I4] a fault, a full queue and no answer at all leave it open whether it was done; a refusal does not', () => {
	const open: ErrorCode[] = [
		...(['server.unreachable', 'server.fault', 'server.busy', 'storage.full'] as const)
	];
	const settled: ErrorCode[] = [
		...([
			'act.overtaken',
			'access.login-required',
			'login.too-many-tries',
			'part.too-large'
		] as const)
	];
	expect(open.filter((code) => !isUnanswered(code))).toEqual([]);
	expect(settled.filter(isUnanswered)).toEqual([]);
});
