import { describe, expect, test } from 'vitest';
import { CHAIN_ORIGIN, type LogLine } from '../attempt/event-log.ts';
import { ATTEMPT, FROZEN } from '../attempt/testing/events.ts';
import { replay } from './check-lines.ts';
import { codes } from './testing/altered-export.ts';
import { sampleContent } from './testing/sample-export.ts';

const line = (seq: number, type: string, data: unknown): LogLine => ({
	...{ attempt: ATTEMPT, seq, type, data, payload: null, clientAt: null, serverAt: 1 },
	...{ previous: CHAIN_ORIGIN, hash: CHAIN_ORIGIN }
});
const { lines } = await sampleContent();
/** The sample from another beginning. */
const from = (frozen: unknown) => replay([line(0, 'attempt.frozen', frozen), ...lines.slice(1)]);

describe('[C34] the beginning of a log', () => {
	test('of another type, or none', () => {
		expect(codes(replay([]).faults)).toEqual(['line-type 0']);
		expect(codes(replay(lines.slice(1)).faults)).toEqual(['line-type 1']);
	});

	const { rules, texts } = FROZEN;
	test.each([
		['nothing', null],
		['no rules', { ...FROZEN, rules: undefined }],
		['a plan that is no list', { ...FROZEN, rules: { ...rules, plan: { 0: 'devices' } } }],
		['a plan that is text', { ...FROZEN, rules: { ...rules, phone: 'required', plan: 'wait' } }],
		['times that are words', { ...FROZEN, endsAt: 'soon' }],
		['no title', { ...FROZEN, texts: { ...texts, title: null } }]
	])('%s: a fault of line 0, and nothing is replayed from it', (_, frozen) => {
		const { state, faults } = from(frozen);
		expect(codes(faults)).toEqual(['line-data 0']);
		expect(state).toBeNull();
	});

	test('one that is older than some members agrees', () => {
		const { evidence: _, watch: _2, mayComeBack: _3, ...oldRules } = rules;
		const { consent: _4, helpVideo: _5, ...oldTexts } = texts;
		const { handInKey: _6, ...old } = { ...FROZEN, rules: oldRules, texts: oldTexts };
		expect(from(old).faults).toEqual([]);
	});
});

describe('[C34] a line that the rules do not take', () => {
	test('refused by the rules of this version is told as that, and the next ones go on', () => {
		const [first, opened] = lines;
		const { faults, state } = replay([
			...(first && opened ? [first, opened] : []),
			line(2, 'upload.completed', { parts: 0, bytes: 0 }),
			line(3, 'time.granted', { ms: 1 })
		]);
		expect(faults).toMatchObject([
			{ code: 'line-refused', line: 2, found: 'attempt.upload-incomplete' }
		]);
		expect(state?.grantedMs).toBe(1);
	});

	test('one that throws is a fault of its line, and stops nothing', () => {
		const odd = {
			get ms(): number {
				throw new RangeError('odd');
			}
		};
		const { faults, state } = replay([
			line(0, 'attempt.frozen', FROZEN),
			line(1, 'time.granted', odd),
			line(2, 'time.granted', { ms: 7 })
		]);
		expect(faults).toMatchObject([{ code: 'line-stopped', line: 1, found: 'RangeError: odd' }]);
		expect(state?.grantedMs).toBe(7);
	});
});
