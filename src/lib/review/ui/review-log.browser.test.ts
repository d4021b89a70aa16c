import { afterEach, expect, test } from 'vitest';
import type { Component } from 'svelte';
import { page } from 'vitest/browser';
import { clear, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import type { ReviewLogLine } from '../review.ts';
import ReviewLog from './ReviewLog.svelte';

const Log = ReviewLog as unknown as Component<Record<string, unknown>>;
afterEach(clear);

test('[C34] what came late is told with the device’s time, the server’s, and the gap', async () => {
	const at = new Date(2026, 10, 28, 9, 3, 10).getTime();
	const data = { kind: 'connection-lost', from: at, until: null, track: null };
	const line = (seq: number, lateMs: number): ReviewLogLine => ({
		...{ seq, type: 'incident.noted', data, at, lateMs }
	});
	const head = { seq: 2, hash: 'a'.repeat(64) };
	await show(Log, { review: { log: [line(1, 400), line(2, 95_000)], head, chainFault: null } });
	const [, soon, late] = page.getByRole('row').elements();
	expect(soon?.textContent).not.toContain('收到');
	expect(late?.textContent).toContain('09:03:10');
	expect(late?.textContent).toContain('服务器 09:04:45 收到，晚 1 分 35 秒');
	expect(await seriousFaults()).toEqual([]);
});
