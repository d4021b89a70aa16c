// An invented sitting for the demo and the tests. Nobody in it exists: names like 测试考生甲, an impossible region 000000.
import { DEFAULT_RULES, type ExamTexts } from '../../attempt/rules.ts';
import { DEFAULT_TEXTS } from '../default-texts.ts';
import type { Millis } from '../../shared/clock.ts';
import type { NewCandidate, NewSitting } from '../server/sitting.repository.ts';
import { drawnPortrait } from './drawn-portrait.ts';

const STEMS = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

export interface SamplePerson {
	readonly name: string;
	readonly admission: string;
	readonly idNumber: string;
	readonly position: string;
}

/** @param code of the sitting; makes the admission numbers unique */
export function samplePeople(code: string, count: number): SamplePerson[] {
	return Array.from({ length: count }, (_, index) => ({
		name: `测试考生${STEMS[index % STEMS.length]}${index < STEMS.length ? '' : index + 1}`,
		admission: `2026${code}${String(index + 1).padStart(2, '0')}`,
		idNumber: `00000019900101${String(index + 1).padStart(3, '0')}X`,
		position: '示例岗位'
	}));
}

export const SAMPLE_TEXTS: ExamTexts = {
	...DEFAULT_TEXTS,
	title: {
		'zh-CN': '示例市 2026 年事业单位公开招聘面试',
		en: 'Sample City 2026 Public Institution Interviews'
	},
	guidance: {
		'zh-CN':
			'请使用普通话，面向摄像头作答。按题序作答，每题答完请说“该题回答完毕”。作答中不得透露姓名等个人信息。',
		en: 'Please speak standard Chinese and face the camera. Answer the questions in order and say “This answer is complete” after each. Do not mention your name or other personal information.'
	},
	supportPhone: '400-000-0000'
};

export interface SampleTimes {
	readonly startsAt: Millis;
	readonly endsAt: Millis;
}

/** A mock sitting whose login and entry are open at once. */
export function sampleSitting(
	code: string,
	{ startsAt, endsAt }: SampleTimes,
	people: readonly (SamplePerson & { readonly account: string })[]
): NewSitting {
	return {
		code,
		kind: 'mock',
		startsAt,
		endsAt,
		rules: { ...DEFAULT_RULES, plan: ['devices', 'wait', 'answer', 'upload', 'done'] },
		texts: SAMPLE_TEXTS,
		roomName: '第一考场',
		candidates: people.map((person, index): NewCandidate => ({
			...person,
			portrait: { type: 'image/svg+xml', bytes: Buffer.from(drawnPortrait(index)) }
		}))
	};
}
