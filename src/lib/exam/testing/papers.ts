// A small paper and a fixed key for tests. Everything in it is invented.
import type { PaperContent } from '../paper.ts';

/** One pixel. */
const PICTURE =
	'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export const SAMPLE_PAPER: PaperContent = {
	category: { 'zh-CN': '综合管理岗（样卷）', en: 'General administration (sample)' },
	guidance: { 'zh-CN': '本次共三题，总时间 15 分钟。' },
	minutes: 15,
	pages: [
		{
			questions: [{ number: 1, markdown: { 'zh-CN': '车棚改成了晾晒区。\n\n对此，你怎么看？' } }]
		},
		{
			questions: [
				{
					number: 2,
					markdown: {
						'zh-CN': '请看图表。\n\n![晾晒区](area.png)\n\n| 年 | 户 |\n|---|---|\n| 2025 | 30 |',
						en: 'See the table.\n\n![The area](area.png)'
					}
				}
			]
		},
		{ questions: [{ number: 3, markdown: { 'zh-CN': '你会怎样安排？' } }] }
	],
	pictures: { 'area.png': PICTURE }
};
