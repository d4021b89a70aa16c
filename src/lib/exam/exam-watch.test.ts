import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INCIDENT_KINDS } from '../attempt/events.ts';
import { completeRules, DEFAULT_RULES, type ExamRules } from '../attempt/rules.ts';
import { SEVERITIES, WATCH_PRESETS, type KindPolicy, type Policy } from '../integrity/policy.ts';
import { presetPolicy } from '../integrity/presets.ts';
import { kindPolicy } from '../integrity/severity.ts';
import { rulesOf } from './exam-definition.ts';
import { checkExamFile } from './exam-file-checks.ts';
import type { FaultCode } from './exam-file-words.ts';
import { policyOf, watchIn } from './exam-watch.ts';
import { changed, examFile, FILE_NOW } from './testing/exam-files.ts';

const ofCopied = (member: string, value: unknown) => ({
	preset: 'strict',
	kinds: { copied: { [member]: value } }
});
const WRONG: [watch: unknown, place: string, code: FaultCode][] = [
	['loose', '', 'not-one-of'],
	[7, '', 'not-one-of'],
	[{ kinds: {} }, '.preset', 'missing'],
	[{ preset: 'loose' }, '.preset', 'not-one-of'],
	[{ preset: 'strict', kinds: { 'page-hiden': {} } }, '.kinds.page-hiden', 'unknown-member'],
	[ofCopied('severity', 'grave'), '.kinds.copied.severity', 'not-one-of'],
	[ofCopied('graceSeconds', -1), '.kinds.copied.graceSeconds', 'out-of-range'],
	[ofCopied('graceSeconds', '3'), '.kinds.copied.graceSeconds', 'wrong-type'],
	[ofCopied('mergeSeconds', 3601), '.kinds.copied.mergeSeconds', 'out-of-range'],
	[ofCopied('moreAfterSeconds', 86_401), '.kinds.copied.moreAfterSeconds', 'out-of-range'],
	[ofCopied('moreAfterTimes', 1), '.kinds.copied.moreAfterTimes', 'out-of-range'],
	[ofCopied('moreAfterTimes', 2.5), '.kinds.copied.moreAfterTimes', 'out-of-range'],
	[ofCopied('graceMs', 3000), '.kinds.copied.graceMs', 'unknown-member']
];

describe('[A2][C27] what an exam makes of signals', () => {
	test.each(WATCH_PRESETS)(
		'%s by its name is the whole table, and is written by its name',
		(name) => {
			expect(policyOf(name)).toEqual(presetPolicy(name));
			expect(watchIn(presetPolicy(name))).toBe(name);
		}
	);

	test('what is different is written, in seconds, and nothing else', () => {
		const kinds = {
			'page-hidden': { graceSeconds: 0.75, moreAfterSeconds: null },
			copied: { severity: 'off' as const, moreAfterTimes: 3 }
		};
		const policy = policyOf({ preset: 'strict', kinds });
		const strict = presetPolicy('strict');
		expect(policy.kinds['page-hidden']).toEqual({
			...strict.kinds['page-hidden'],
			...{ graceMs: 750, moreAfterMs: null }
		});
		expect(policy.kinds['copied']).toMatchObject({ severity: 'off', moreAfterTimes: 3 });
		expect(policy.kinds['no-face']).toEqual(strict.kinds['no-face']);
		// kinds in their own order, a value that is the preset's left out
		expect(watchIn(policyOf({ preset: 'strict', kinds: { ...kinds, dragged: {} } }))).toEqual(
			watchIn(policy)
		);
		expect(watchIn(policy)).toEqual({
			preset: 'strict',
			kinds: {
				'page-hidden': kinds['page-hidden'],
				// three is what the strict table has
				copied: { severity: 'off' }
			}
		});
	});

	test.each(WRONG)('%j is a fault at exam.rules.watch%s: %s', (watch, place, code) => {
		const checked = checkExamFile(changed(examFile(), ['exam', 'rules', 'watch'], watch), FILE_NOW);
		expect(checked.ok ? [] : checked.error.map((fault) => [fault.place, fault.code])).toEqual([
			[`exam.rules.watch${place}`, code]
		]);
	});

	test('an exam that says nothing, or was imported before it could, has the standard', () => {
		expect(rulesOf().watch).toEqual(presetPolicy('standard'));
		const { watch: _, ...before } = DEFAULT_RULES;
		expect(completeRules(before as ExamRules).watch).toEqual(presetPolicy('standard'));
	});

	test('of a kind that the exam’s table does not know, what it means is written out', () => {
		const { copied: _, ...kinds } = presetPolicy('standard').kinds;
		expect(watchIn({ preset: 'standard', kinds })).toEqual({
			preset: 'standard',
			kinds: { copied: { mergeSeconds: 0, moreAfterTimes: null } }
		});
	});

	const ms = (most: number) => fc.integer({ min: 0, max: most });
	const kind: fc.Arbitrary<KindPolicy> = fc.record({
		severity: fc.constantFrom('off' as const, ...SEVERITIES),
		graceMs: ms(3_600_000),
		mergeMs: ms(3_600_000),
		moreAfterMs: fc.option(ms(86_400_000)),
		moreAfterTimes: fc.option(fc.integer({ min: 2, max: 1000 }))
	});
	const policies: fc.Arbitrary<Policy> = fc
		.tuple(
			fc.constantFrom(...WATCH_PRESETS),
			fc.dictionary(fc.constantFrom(...INCIDENT_KINDS), kind)
		)
		.map(([preset, kinds]) => ({ preset, kinds: { ...presetPolicy(preset).kinds, ...kinds } }));

	test('written and read again it is the same, whatever it is', () => {
		fc.assert(
			fc.property(policies, (policy) => {
				const again = policyOf(watchIn(policy));
				expect(again).toEqual(policy);
				for (const name of INCIDENT_KINDS)
					expect(kindPolicy(again, name)).toEqual(kindPolicy(policy, name));
				expect(watchIn(again)).toEqual(watchIn(policy));
			})
		);
	});
});
