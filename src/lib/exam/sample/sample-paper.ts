// An invented paper for the demo: three questions, a table, both languages.
import type { PaperContent } from '../paper.ts';

export const SAMPLE_PAPER: PaperContent = {
	category: { 'zh-CN': '综合管理岗（样卷）', en: 'General administration (sample)' },
	guidance: {
		'zh-CN':
			'考生您好，欢迎参加面试。本次共三题，请自行安排每题的用时。答完一题，点【该题回答完毕】再看下一题。作答时请不要说出姓名、单位等个人信息。',
		en: 'Welcome to the interview. There are three questions; divide your time as you like. When you have answered one, press “Question answered” and go on to the next. Do not mention your name, employer or other personal information.'
	},
	pages: [
		{
			questions: [
				{
					number: 1,
					markdown: {
						'zh-CN':
							'某社区把一处闲置车棚改成了共享晾晒区。有居民说方便，也有居民担心占用公共空间、影响美观，还有人建议干脆恢复原样。\n\n对此，你怎么看？',
						en: 'A neighbourhood has turned an unused bicycle shed into a shared drying area. Some residents find it convenient, others worry about public space and appearance, and some want the shed back.\n\nWhat do you think?'
					}
				}
			]
		},
		{
			questions: [
				{
					number: 2,
					markdown: {
						'zh-CN':
							'单位准备在周末举办一次“政务服务开放日”，邀请一百名市民到大厅体验办事流程，由你负责组织。报名情况如下：\n\n| 年龄 | 报名人数 |\n|:---|---:|\n| 35 岁以下 | 85 |\n| 35 至 60 岁 | 92 |\n| 60 岁以上 | 123 |\n\n你会怎样安排？',
						en: 'Your office invites one hundred citizens to an open day of its service hall at a weekend, and you are in charge. These have registered:\n\n| Age | Registered |\n|:---|---:|\n| under 35 | 85 |\n| 35 to 60 | 92 |\n| over 60 | 123 |\n\nHow would you arrange it?'
					}
				}
			]
		},
		{
			questions: [
				{
					number: 3,
					markdown: {
						'zh-CN':
							'你和同事小李共同负责一份材料。临近上报，小李发现其中一组数据与去年口径不一致，但他认为差别不大，不必再改。\n\n请把我当作小李，现场说说你会怎样和他沟通。',
						en: 'You and your colleague Li are responsible for a report. Shortly before it is due, Li finds that some figures are counted differently from last year’s, but thinks the difference is small and nothing need be changed.\n\nSpeak to me as if I were Li.'
					}
				}
			]
		}
	],
	pictures: {}
};
