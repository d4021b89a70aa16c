import { describe, expect, test } from 'vitest';
import { initialState, wholeState, type AttemptState } from '../attempt/attempt-state.ts';
import type { EventData } from '../attempt/events.ts';
import {
	after,
	confirmed,
	ENDS_AT,
	endedBy,
	event,
	filming,
	FROZEN,
	interrupted,
	opened,
	openedPhone,
	STARTS_AT,
	uuid
} from '../attempt/testing/events.ts';
import { incidentSummary, severityAt } from './incident-summary.ts';

const T = STARTS_AT + 10_000;
type Said = Partial<EventData<'incident.noted'>> & Pick<EventData<'incident.noted'>, 'kind'>;
const noted = (said: Said) =>
	event('incident.noted', { ...{ from: T, until: T, track: null }, ...said });
const entered = after([
	[STARTS_AT - 60_000, opened(uuid(90))],
	[STARTS_AT - 50_000, confirmed]
]);
/** In the middle of the interview, everything told at T + a minute. */
const told = (...all: Said[]): AttemptState =>
	after(
		all.map((said) => [T + 60_000, noted(said)]),
		entered
	);

describe('[I1] what the incidents of a candidate come to', () => {
	test('nothing is nothing; notes are no reason to look', () => {
		expect(incidentSummary(entered, T)).toEqual({ worst: null, toJudge: 0, open: null });
		const notes = told({ kind: 'page-reloaded' }, { kind: 'connection-lost', until: T + 30_000 });
		expect(incidentSummary(notes, T + 60_000)).toEqual({ worst: 'note', toJudge: 0, open: null });
	});

	test('one told when it begins and when it is over is one; how long it lasts makes it worse', () => {
		const open = told({ id: uuid(1), kind: 'no-face', until: null });
		expect(incidentSummary(open, T + 29_999)).toEqual({
			...{ worst: 'attention', toJudge: 1, open: 'attention' }
		});
		expect(incidentSummary(open, T + 30_000).open).toBe('serious');
		const over = after(
			[[T + 61_000, noted({ id: uuid(1), kind: 'no-face', until: T + 20_000 })]],
			open
		);
		expect(incidentSummary(over, T + 99_000)).toEqual({
			...{ worst: 'attention', toJudge: 1, open: null }
		});
	});

	test('what was never told to be over counts until the end, and is open no more', () => {
		const at = ENDS_AT - 20_000;
		const late = after(
			[[at, noted({ id: uuid(1), kind: 'no-face', from: at, until: null })]],
			entered
		);
		const ended = after([[ENDS_AT + 1, endedBy('clock', ENDS_AT)]], late);
		for (const state of [late, ended])
			expect(incidentSummary(state, ENDS_AT + 3_600_000)).toEqual({
				...{ worst: 'attention', toJudge: 1, open: null }
			});
	});

	test('by the policy of the attempt, not by this version’s', () => {
		const off = {
			severity: 'off',
			graceMs: 0,
			mergeMs: 0,
			moreAfterMs: 0,
			moreAfterTimes: null
		} as const;
		const state = told({ kind: 'no-face' }, { kind: 'copied' });
		const watch = { preset: 'standard', kinds: { 'no-face': off } } as const;
		const { frozen } = state;
		const milder = { ...state, frozen: { ...frozen, rules: { ...frozen.rules, watch } } };
		expect(incidentSummary(milder, T)).toEqual({ worst: 'note', toJudge: 0, open: null });
		expect(incidentSummary(state, T).toJudge).toBe(1);
	});

	test('[I1] an attempt of before incidents were kept: its numbers count, each as its kind does', () => {
		const { incidents: _one, passports: _two, ...rest } = entered;
		const { watch: _three, ...rules } = rest.frozen.rules;
		const noticed = { 'no-face': 2, 'page-reloaded': 3, 'other-face': 1 };
		const old = { ...rest, frozen: { ...rest.frozen, rules }, noticed } as unknown as AttemptState;
		expect(incidentSummary(wholeState(old), T)).toEqual({
			...{ worst: 'serious', toJudge: 3, open: null }
		});
		// it goes on with this version: what is kept is not counted twice
		const goesOn = after([[T, noted({ kind: 'no-face' })]], wholeState(old));
		expect(incidentSummary(goesOn, T).toJudge).toBe(4);
	});

	test('beyond as many as are kept, the number counts', () => {
		const many = told(...Array.from({ length: 510 }, () => ({ kind: 'no-face' as const })));
		expect(Object.keys(many.incidents)).toHaveLength(500);
		expect(incidentSummary(many, T).toJudge).toBe(510);
	});
});

describe('[C34] what the server notes itself weighs by the same policy', () => {
	test('a paper that came late, a second login, another person', () => {
		const late = after(
			[[STARTS_AT + 20_000, event('paper.opened', { at: STARTS_AT + 20_000 })]],
			entered
		);
		expect(incidentSummary(late, T + 60_000)).toMatchObject({ worst: 'attention', toJudge: 1 });
		const second = after([[T, event('lease.asked', { request: uuid(5) })]], entered);
		expect(incidentSummary(second, T + 60_000)).toMatchObject({ worst: 'attention', toJudge: 1 });
		const other = told({ id: uuid(6), kind: 'other-face', until: null, track: 'camera' });
		expect(incidentSummary(other, T + 60_000).open).toBe('serious');
	});

	test('[C33] a phone that does not film is open while it does not, and one incident after', () => {
		const phone = after(
			[
				[STARTS_AT - 55_000, openedPhone(uuid(91))],
				[STARTS_AT - 54_000, filming(STARTS_AT - 54_000)]
			],
			entered
		);
		const gone = after([[T, interrupted(T)]], phone);
		expect(incidentSummary(gone, T + 1000)).toEqual({
			...{ worst: 'attention', toJudge: 1, open: 'attention' }
		});
		expect(incidentSummary(gone, T + 120_000).open).toBe('serious');
		const back = after([[T + 30_000, filming(T + 30_000)]], gone);
		expect(incidentSummary(back, T + 150_000)).toEqual({
			...{ worst: 'attention', toJudge: 1, open: null }
		});
		// noted by the end, it is not counted beside its facet
		const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], gone);
		expect(incidentSummary(ended, ENDS_AT + 1)).toEqual({
			...{ worst: 'serious', toJudge: 1, open: null }
		});
		const silent = after([[T, interrupted(T, 'silent')]], phone);
		expect(incidentSummary(silent, T + 1000).open).toBe('note');
	});
});

test('[I1] a sitting’s granted time is part of the interview', () => {
	const more = { ...entered, grantedMs: 600_000 };
	const open = { kind: 'no-face', from: ENDS_AT, until: null, times: 1 } as const;
	expect(severityAt(initialState(FROZEN), open, ENDS_AT + 60_000)).toBe('attention');
	expect(severityAt(more, open, ENDS_AT + 60_000)).toBe('serious');
});
