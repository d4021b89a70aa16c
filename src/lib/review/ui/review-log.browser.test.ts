import { afterEach, expect, test } from 'vitest';
import { clear, show } from '../../shared/ui/testing/show.ts';
import type { ReviewLogLine } from '../review.ts';
import ReviewLog from './ReviewLog.svelte';

const T = Date.UTC(2026, 10, 23, 1, 0);
const DAY_MS = 86_400_000;
const noted = (
	seq: number,
	lateMs: number,
	until: number | null,
	times?: number
): ReviewLogLine => ({
	...{ seq, type: 'incident.noted', at: T, lateMs },
	data: { kind: 'page-hidden', from: T, until, track: null, ...(times ? { times } : {}) }
});

afterEach(clear);

test('[C34] a line that came late says both times and the gap; of a clock that was ahead, that it was', async () => {
	const log = [
		noted(1, 2900, null),
		noted(2, 300_000, T + 9000),
		noted(3, -65_000, T + 9000, 4),
		noted(4, DAY_MS, T)
	];
	await show(ReviewLog, { review: { log, chainFault: null, head: { seq: 4, hash: 'f' } } });
	const rows = [...document.querySelectorAll('tbody tr td:last-child')].map((cell) =>
		cell.textContent.replaceAll(/\s+/g, ' ').trim()
	);
	expect(rows).toEqual([
		'异常：切换到了别的页面或程序',
		expect.stringMatching(
			/:00:00 至 \d+:00:09 ?这是设备的时间；服务器 \d+:05:00 收到，晚 5 分 00 秒$/
		),
		expect.stringMatching(/，4 次 ?这是设备的时间，比服务器快 1 分 05 秒；服务器 \d+:58:55 收到$/),
		// of another day with the day
		expect.stringMatching(/服务器 2026\/11\/24 \d+:00:00 收到/)
	]);
});
