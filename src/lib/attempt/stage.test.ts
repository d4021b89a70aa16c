import { expect, test } from 'vitest';
import * as v from 'valibot';
import { DEFAULT_RULES, RulesSchema } from './rules.ts';
import { FROZEN } from './testing/events.ts';
import { entryStage, isBefore, isPlan, STAGES, stageAfter, type Stage } from './stage.ts';

/** Without what comes before the devices. */
const { plan } = FROZEN.rules;

test('the whole way and the default way are plans', () => {
	expect(isPlan(STAGES)).toBe(true);
	expect(isPlan(plan)).toBe(true);
});

test.each<[string, Stage[]]>([
	['out of order', ['wait', 'devices', 'answer', 'upload', 'done']],
	['one twice', ['devices', 'devices', 'wait', 'answer', 'upload', 'done']],
	['nothing records', ['process', 'wait', 'answer', 'upload', 'done']],
	['no upload', ['devices', 'wait', 'answer', 'done']],
	['empty', []]
])('not a plan, so not a rule of an exam: %s', (_why, stages) => {
	expect(isPlan(stages)).toBe(false);
	expect(v.is(RulesSchema, { ...DEFAULT_RULES, plan: stages })).toBe(false);
	expect(v.is(RulesSchema, DEFAULT_RULES)).toBe(true);
});

test('the stage after a stage; the last one follows itself', () => {
	expect(plan.map((stage) => stageAfter(plan, stage))).toEqual([
		'wait',
		'answer',
		'upload',
		'done',
		'done'
	]);
	expect(isBefore('wait', 'answer')).toBe(true);
	expect(isBefore('answer', 'answer')).toBe(false);
});

test('[C15] recording runs from the gate, or from the devices where there is no gate', () => {
	expect(entryStage(plan)).toBe('devices');
	expect(entryStage(STAGES)).toBe('gate');
});
