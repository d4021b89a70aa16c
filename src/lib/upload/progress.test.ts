import { expect, test } from 'vitest';
import type { StoredPart } from '../recording/ports.ts';
import { partHeader } from '../recording/testing/factories.ts';
import { safeUntil, trackProgress, type PartProgressView } from './progress.ts';
import { halts, retryDelay } from './retry-policy.ts';

const part: StoredPart = {
	...partHeader({ id: 'p', startedAt: 1000 }),
	stored: 400,
	storedMs: 4000,
	acked: 0,
	closed: false,
	sha256: null,
	uploadUrl: null,
	verified: false,
	freed: false
};
const view = (fields: Partial<PartProgressView>): PartProgressView => ({
	id: 'p',
	track: 'camera',
	startedAt: 1000,
	filmMs: 1000,
	bytes: 100,
	acked: 100,
	closed: true,
	verified: true,
	freed: false,
	elsewhere: false,
	safeUntil: 2000,
	problem: null,
	nextTryAt: null,
	...fields
});

test('[C15] acknowledged bytes as a time: by what was seen, else in proportion', () => {
	expect(safeUntil(part, 0, {})).toBeNull();
	expect(safeUntil(part, 100, {})).toBe(2000);
	expect(safeUntil(part, 100, { p: [{ bytes: 90, until: 1500 }] })).toBe(1500);
	expect(safeUntil(part, 400, {})).toBe(5000);
});

test('[C15] a track is safe only up to its first missing byte', () => {
	const [camera, screen] = trackProgress([
		view({ id: 'a' }),
		view({ id: 's', track: 'screen', acked: 0, verified: false, safeUntil: null }),
		view({ id: 'b', acked: 50, verified: false, safeUntil: 5000, problem: 'server.busy' }),
		view({ id: 'c', safeUntil: 9000 })
	]);
	expect(camera).toMatchObject({
		safeUntil: 5000,
		bytes: 300,
		acked: 250,
		verified: false,
		problem: 'server.busy'
	});
	expect(screen).toMatchObject({ track: 'screen', safeUntil: null });
});

test('[C24] waits by cause: the network soon, a full disk 10 to 30 s, a refusal longer and longer', () => {
	expect(retryDelay('server.unreachable', 1, 0.5)).toBeLessThan(500);
	expect(retryDelay('server.unreachable', 50, 0.99)).toBeLessThanOrEqual(8000);
	for (const failures of [1, 2, 9])
		for (const random of [0, 0.99]) {
			const delay = retryDelay('storage.full', failures, random);
			expect(delay).toBeGreaterThanOrEqual(10_000);
			expect(delay).toBeLessThanOrEqual(30_000);
		}
	expect(retryDelay('part.too-large', 9, 0.99)).toBeGreaterThan(30_000);
	expect(halts('token.invalid')).toBe(true);
	expect(halts('server.busy')).toBe(false);
});
