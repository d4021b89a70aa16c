import { expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import type { PartProgressView } from '../upload/progress.ts';
import { sendingOf } from './test-sending.ts';

const part = (
	bytes: number,
	acked: number,
	problem: ErrorCode | null = null
): PartProgressView => ({
	...{ id: 'a', track: 'camera', startedAt: 0, filmMs: 0, bytes, acked, problem },
	...{ closed: true, verified: false, freed: false, elsewhere: false },
	...{ safeUntil: null, nextTryAt: null }
});
const state = (parts: PartProgressView[], more: { halted?: ErrorCode; all?: boolean } = {}) => ({
	parts,
	halted: more.halted ?? null,
	allVerified: more.all ?? false
});

test('[C4] the share is what the server has; sent anew, the bar does not go back', () => {
	const first = sendingOf(state([part(1000, 500)]), null, 0);
	expect(first).toMatchObject({ share: 0.5, done: false, problem: null });
	expect(sendingOf(state([part(1000, 100)]), first, 1000).share).toBe(0.5);
	expect(sendingOf(state([part(1000, 1000)], { all: true }), first, 2000)).toMatchObject({
		...{ share: 1, done: true, problem: null }
	});
	expect(sendingOf(state([]), null, 0).share).toBe(0);
});

test('[C4] trouble that passes is waited for, for half a minute without a further byte', () => {
	const waits = state([part(1000, 500, 'server.unreachable')]);
	const first = sendingOf(waits, null, 0);
	const later = sendingOf(waits, first, 29_999);
	expect(later.problem).toBeNull();
	expect(sendingOf(waits, later, 30_000).problem).toBe('check.unreachable');
	const moved = sendingOf(state([part(1000, 501)]), later, 29_999);
	expect(sendingOf(waits, moved, 59_000).problem).toBeNull();
});

test('[C4] what waiting does not mend is told at once', () => {
	expect(sendingOf(state([part(9, 0, 'storage.full')]), null, 0).problem).toBe('storage.full');
	const halted = sendingOf(state([part(9, 0)], { halted: 'token.invalid' }), null, 0);
	expect(halted.problem).toBe('token.invalid');
});
