// The sample's paper: invented, with all that a paper may hold (two pages, a table, a picture).
import type { FilePaper } from '../exam-file.ts';
import { drawnChart } from './sample-pictures.ts';

const REPAIRS = [
	[5, 42],
	[6, 57],
	[7, 96],
	[8, 118],
	[9, 131]
] as const;

export const SAMPLE_PAPER: FilePaper = {
	category: { 'zh-CN': '综合管理岗（样卷）', en: 'General administration (sample paper)' },
	guidance: {
		'zh-CN':
			'考生您好，欢迎参加面试。本次面试共三题，面向摄像头作答，各题用时自行安排。请使用普通话，按题序作答，每题答完请说“该题回答完毕”。作答中不得透露姓名、单位等个人信息。',
		en: 'Welcome to the interview. There are three questions; face the camera and divide the time as you see fit. Please speak standard Chinese, answer the questions in order and say “该题回答完毕” (this answer is complete) after each. Do not mention your name, employer or other personal information.'
	},
	pages: [
		{
			questions: [
				{
					number: 1,
					markdown: {
						'zh-CN': `某社区把闲置车棚改成了“共享晾晒区”，开放以后，多数居民称赞，也有居民反映占用了停车位、夜间灯光扰民。

对此，你怎么看？`,
						en: `A neighbourhood turned an unused bicycle shed into a shared drying area. Most residents praise it; others say that it takes up parking space and that its lights disturb them at night.

What is your view?`
					}
				},
				{
					number: 2,
					markdown: {
						'zh-CN': `你所在的单位要到三个社区调研“老年人就餐”情况，时间为一天，情况如下：

| 社区 | 60 岁以上居民 | 助餐点 | 已知情况 |
|---|---:|---:|---|
| 东园 | 1260 人 | 2 个 | 近月反映菜价偏高 |
| 西苑 | 840 人 | 1 个 | 助餐点距居民区约 1 公里 |
| 南桥 | 390 人 | 无 | 独居老人较多 |

领导交由你负责，你会**怎样安排**这次调研？`,
						en: `Your office is to look into meals for elderly residents in three neighbourhoods, within one day:

| Neighbourhood | Residents over 60 | Meal points | What is known |
|---|---:|---:|---|
| East Garden | 1260 | 2 | prices are said to be high |
| West Park | 840 | 1 | the meal point is 1 km away |
| South Bridge | 390 | none | many live alone |

You are put in charge. **How would you organise** it?`
					}
				}
			]
		},
		{
			questions: [
				{
					number: 3,
					markdown: {
						'zh-CN': `下图是某市“随手拍”平台 5 月至 9 月收到的路灯报修件数（横轴为月份，纵轴为件数）。

![柱状图：5 月 42 件，6 月 57 件，7 月 96 件，8 月 118 件，9 月 131 件](repairs.png)

9 月，一名市民在平台上连续三次报修同一盏路灯未果，情绪激动，来到服务窗口。你是当天的窗口工作人员，请**现场模拟**你会怎样回应。`,
						en: `The chart shows the street-lamp repairs that a city's reporting platform received from May to September (months across, reports upwards).

![Bar chart: May 42, June 57, July 96, August 118, September 131](repairs.png)

In September a resident has reported the same lamp three times without result and comes, upset, to the service counter. You are on duty. Please **act out** how you would answer.`
					}
				}
			]
		}
	],
	pictures: { 'repairs.png': drawnChart(REPAIRS) }
};
