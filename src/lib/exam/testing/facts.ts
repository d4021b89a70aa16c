// An invented exam's public facts, for tests and pictures of the entry pages.
import type { ExamFacts, SittingFacts } from '../arrival.ts';

export const MINUTE_MS = 60_000;
/** 2026-11-28 09:00 in Beijing. */
export const NINE = Date.UTC(2026, 10, 28, 1);
const DAY_MS = 24 * 60 * MINUTE_MS;

export const sittingAt = (code: string, startsAt: number): SittingFacts => ({
	code,
	kind: 'formal',
	loginOpensAt: startsAt - 30 * MINUTE_MS,
	entryOpensAt: startsAt - 10 * MINUTE_MS,
	startsAt,
	loginClosesAt: startsAt + 3 * MINUTE_MS,
	endsAt: startsAt + 15 * MINUTE_MS
});

export const examFacts = (changes: Partial<ExamFacts> = {}): ExamFacts => ({
	address: 'SL2026',
	title: {
		'zh-CN': '示例市 2026 年事业单位公开招聘面试',
		en: 'Sample City 2026 Public Institution Interviews'
	},
	supportPhone: '400-000-0000',
	face: false,
	opensAt: NINE - DAY_MS,
	closesAt: NINE + DAY_MS,
	sittings: [sittingAt('SL0900', NINE)],
	...changes
});
