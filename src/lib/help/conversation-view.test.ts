import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BEFORE, uuid } from '../attempt/testing/events.ts';
import type { StaffLine, Standing } from './conversation.ts';
import { conversationView, furthest, withLines, type Unsent } from './conversation-view.ts';

const line = (seq: number, changes: Partial<StaffLine> = {}): StaffLine => ({
	...{ seq, id: uuid(seq), from: 'staff', text: `第 ${String(seq)} 行`, at: BEFORE + seq },
	...{ warning: null, broadcast: false, by: { account: uuid(1), name: '测试监督甲' } },
	...changes
});
const NOWHERE: Standing = { delivered: 0, seen: 0, acknowledged: {}, ended: false };
const unsent = (n: number, failed: Unsent['failed'] = null): Unsent => ({
	...{ id: uuid(n), as: 'message', text: '请继续', at: BEFORE + n, failed }
});

describe('[I3] the conversation as staff see it', () => {
	test('says how far each line has come', () => {
		const standing = { ...NOWHERE, delivered: 12, seen: 10 };
		const lines = [9, 10, 11, 12, 13].map((seq) => line(seq));
		expect(conversationView(lines, standing, []).map(({ state }) => state)).toEqual([
			...['seen', 'seen', 'delivered', 'delivered', 'sent']
		]);
	});

	test('of a warning, when it was acknowledged', () => {
		const warning = line(9, { warning: uuid(77) });
		const acknowledged = { [uuid(77)]: BEFORE + 500 };
		const [before] = conversationView([warning], { ...NOWHERE, delivered: 9 }, []);
		const [after] = conversationView([warning], { ...NOWHERE, acknowledged }, []);
		expect(before).toMatchObject({ as: 'warning', state: 'delivered', stateAt: null });
		expect(after).toMatchObject({ state: 'acknowledged', stateAt: BEFORE + 500 });
	});

	test('tells nobody whether staff have seen the candidate’s', () => {
		const standing = { ...NOWHERE, delivered: 99, seen: 99 };
		const [shown] = conversationView([line(9, { from: 'candidate', by: null })], standing, []);
		expect(shown).toMatchObject({ state: null, name: null });
	});

	test('what was erased is there without its words', () => {
		const [shown] = conversationView([line(9, { text: null, by: null })], NOWHERE, []);
		expect(shown).toMatchObject({ text: null, name: null, state: 'sent' });
	});

	test('[I4] what waits here comes last, and says whether anybody answered', () => {
		const pending = [
			...[unsent(21), unsent(22, 'server.unreachable'), unsent(23, 'server.fault')],
			...[unsent(25, 'server.busy'), unsent(26, 'storage.full')],
			unsent(24, 'attempt.already-ended')
		];
		const view = conversationView([line(9)], NOWHERE, pending);
		expect(view.map(({ state }) => state)).toEqual([
			...['sent', 'sending', 'unanswered', 'unanswered', 'unanswered', 'unanswered', 'refused']
		]);
		expect(view.at(-1)?.code).toBe('attempt.already-ended');
	});

	test('[I4] a session that is over says nothing of what was asked before: it may be in the log', () => {
		const [waits] = conversationView([], NOWHERE, [unsent(21, 'access.login-required')]);
		expect(waits).toMatchObject({ state: 'unanswered', code: 'access.login-required' });
	});

	test('a line that came back is not shown as waiting too', () => {
		expect(conversationView([line(9)], NOWHERE, [unsent(9, 'server.unreachable')])).toHaveLength(1);
	});
});

/** Lines of the log, and answers that hold pieces of it: overlapping, twice, in any order. */
const answers = fc.integer({ min: 1, max: 30 }).chain((count) =>
	fc.record({
		count: fc.constant(count),
		pieces: fc.array(
			fc.record({ from: fc.nat(count), to: fc.nat(count), seen: fc.nat(30), told: fc.nat(30) }),
			{ maxLength: 12 }
		)
	})
);

test('[I3] whatever order answers come in, each line is there once, in the log’s order', () => {
	fc.assert(
		fc.property(answers, ({ count, pieces }) => {
			const log = Array.from({ length: count }, (_, seq) => line(seq));
			const known = pieces.reduce<readonly StaffLine[]>(
				(so, { from, to }) => withLines(so, log.slice(from, to)),
				[]
			);
			const wanted = log.filter(({ seq }) =>
				pieces.some(({ from, to }) => seq >= from && seq < to)
			);
			expect(known).toEqual(wanted);
			const view = conversationView(
				known,
				NOWHERE,
				known.map(({ seq }) => unsent(seq))
			);
			expect(view.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
		})
	);
});

test('[I3] what was seen, delivered or acknowledged stays so, whichever answer comes last', () => {
	fc.assert(
		fc.property(answers, fc.array(fc.nat(5)), ({ pieces }, ids) => {
			const told = pieces.map(({ seen, told: delivered }, n) => ({
				...{ seen, delivered, ended: n % 3 === 1 },
				acknowledged: Object.fromEntries(ids.slice(0, n).map((id) => [uuid(id), BEFORE]))
			}));
			const all = (order: readonly Standing[]) => order.reduce<Standing | null>(furthest, null);
			const known = all(told);
			expect(all(told.toReversed())).toEqual(known);
			for (const one of told) expect(known && furthest(known, one)).toEqual(known);
		})
	);
});
