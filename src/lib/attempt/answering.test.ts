// What happens between the start and the end: paper, chapters, help, time that staff grants.
import { describe, expect, test } from 'vitest';
import { wholeState, type AttemptState } from './attempt-state.ts';
import { MAX_HELP_SENT } from './talk-transitions.ts';
import { dueEvents } from './time-rules.ts';
import { transition } from './transition.ts';
import {
	after,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	event,
	isKnown,
	opened,
	refusal,
	STARTS_AT,
	uuid
} from './testing/events.ts';

const MINUTE_MS = 60_000;
const preparing = after([[BEFORE, opened(uuid(1))]]);
const waiting = after([[BEFORE, confirmed]], preparing);
const started = event('interview.started', { by: 'clock' });
const answering = after([[STARTS_AT, started]], waiting);
const paper = (at: number) => event('paper.opened', { at });
const mark = (question: number, at: number) => event('question.answered', { question, at });
const noted = (state: AttemptState): number => state.noticed['paper-late'] ?? 0;

describe('[C19] the paper', () => {
	test('is opened once, from the start on, by somebody who has entered', () => {
		const state = after([[STARTS_AT + 300, paper(STARTS_AT + 200)]], answering);
		expect(state).toMatchObject({ paperOpenedAt: STARTS_AT + 200, startedAt: STARTS_AT });
		expect(noted(state)).toBe(0);
		expect(isKnown(state, paper(STARTS_AT + 9000), STARTS_AT + 9000)).toBe(true);
		expect(refusal(preparing, paper(STARTS_AT), STARTS_AT)).toBe('attempt.wrong-stage');
		expect(refusal(waiting, paper(STARTS_AT), STARTS_AT - 1)).toBe('attempt.not-started');
	});

	test('[C22] opened more than five seconds late, the time lost is written down for a person', () => {
		const just = after([[STARTS_AT + 5000, paper(STARTS_AT + 5000)]], answering);
		expect(noted(just)).toBe(0);
		const outcome = transition(answering, paper(STARTS_AT + 5001), STARTS_AT + MINUTE_MS);
		expect(outcome).toMatchObject({
			effects: [
				{
					append: {
						type: 'incident.noted',
						data: {
							...{ kind: 'paper-late', from: STARTS_AT, until: STARTS_AT + 5001, track: null }
						}
					}
				}
			]
		});
	});

	test('is opened neither before the start nor in the future, whatever a device’s clock says', () => {
		const now = STARTS_AT + 2000;
		expect(after([[now, paper(STARTS_AT - MINUTE_MS)]], answering).paperOpenedAt).toBe(STARTS_AT);
		expect(after([[now, paper(STARTS_AT + MINUTE_MS)]], answering).paperOpenedAt).toBe(now);
	});

	test('[C22] told only after the clock’s end, it still says that the interview was begun', () => {
		const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], waiting);
		expect(ended.startedAt).toBeNull();
		const state = after([[ENDS_AT + MINUTE_MS, paper(STARTS_AT + 9000)]], ended);
		expect(state).toMatchObject({
			...{ stage: 'upload', startedAt: STARTS_AT, paperOpenedAt: STARTS_AT + 9000 }
		});
		expect(noted(state)).toBe(1);
	});

	test('[C22] opened on a device that was cut off, the next one is still let on from the waiting page', () => {
		const early = { ...answering, stage: 'information', startedAt: null } as const;
		const told = after([[STARTS_AT + 1000, paper(STARTS_AT + 1000)]], early);
		const state = after([[STARTS_AT + 2000, event('stage.confirmed', { stage: 'information' })]], {
			...told,
			frozen: { ...told.frozen, rules: { ...told.frozen.rules, plan: PLAN } }
		});
		expect(state.stage).toBe('wait');
		const [due] = dueEvents(state, STARTS_AT + 2000);
		expect(due && after([[STARTS_AT + 2000, due]], state)).toMatchObject({
			...{ stage: 'answer', startedAt: STARTS_AT }
		});
	});
});

const PLAN = [
	...(['process', 'lot', 'pledge', 'notice', 'gate', 'devices', 'information'] as const),
	...(['wait', 'answer', 'upload', 'done'] as const)
];

test('[C9] whoever enters after the start starts then', () => {
	const late = after([[STARTS_AT + MINUTE_MS, confirmed]], preparing);
	const state = after([[STARTS_AT + MINUTE_MS + 5, started]], late);
	expect(state.startedAt).toBe(STARTS_AT + MINUTE_MS);
	const before = mark(1, STARTS_AT + 1000);
	expect(refusal(state, before, STARTS_AT + 2 * MINUTE_MS)).toBe('attempt.not-started');
});

describe('[C20] chapters', () => {
	const at = STARTS_AT + MINUTE_MS;

	test('the first mark of each question stands', () => {
		const state = after(
			[
				[at, mark(1, at)],
				[at + 9000, mark(2, at + 9000)]
			],
			answering
		);
		expect(state.chapters).toEqual([
			{ question: 1, at },
			{ question: 2, at: at + 9000 }
		]);
		expect(isKnown(state, mark(1, at + 1), at + 9000)).toBe(true);
	});

	test('are told after the end too, but none lies outside the interview', () => {
		const ended = after([[at, endedBy('candidate', at)]], answering);
		expect(after([[ENDS_AT, mark(1, at - 1)]], ended).chapters).toHaveLength(1);
		expect(refusal(ended, mark(1, at + 1), ENDS_AT)).toBe('attempt.already-ended');
		expect(refusal(answering, mark(1, STARTS_AT - 1), at)).toBe('attempt.not-started');
		expect(refusal(preparing, mark(1, at), at)).toBe('attempt.wrong-stage');
	});

	test('a device whose clock is ahead marks nothing in the future', () => {
		expect(after([[at, mark(1, at + 9000)]], answering).chapters).toEqual([{ question: 1, at }]);
	});
});

test('[C21] words are on record at any stage and move nothing', () => {
	for (const state of [preparing, waiting, answering])
		for (const one of [event('help.sent', { at: BEFORE }), event('help.answered', {})]) {
			const outcome = transition(state, one, STARTS_AT);
			const helpSent = one.type === 'help.sent' ? 1 : 0;
			expect(outcome).toEqual({ state: { ...state, helpSent }, effects: [] });
		}
});

test('[C21] a candidate’s messages are bounded, and staff’s answers are not theirs', () => {
	const { helpSent: _, ...before } = answering;
	let state = wholeState(before as AttemptState);
	for (let n = 0; n < MAX_HELP_SENT; n++)
		state = transition(state, event('help.sent', { at: BEFORE }), STARTS_AT).state;
	const refused = transition(state, event('help.sent', { at: BEFORE }), STARTS_AT);
	expect(refused).toMatchObject({ state, refused: { code: 'act.too-many' } });
	expect(transition(state, event('help.answered', {}), STARTS_AT)).toEqual({ state, effects: [] });
});

describe('[C23] granted time', () => {
	const grant = event('time.granted', { ms: MINUTE_MS });

	test('adds up and moves the official end', () => {
		const state = after(
			[
				[STARTS_AT, grant],
				[STARTS_AT, grant]
			],
			answering
		);
		expect(state.grantedMs).toBe(2 * MINUTE_MS);
		expect(dueEvents(state, ENDS_AT + 2 * MINUTE_MS - 1)).toEqual([]);
		const [end] = dueEvents(state, ENDS_AT + 2 * MINUTE_MS);
		expect(end).toEqual(endedBy('clock', ENDS_AT + 2 * MINUTE_MS));
		const later = ENDS_AT + MINUTE_MS;
		expect(after([[later, endedBy('candidate', later)]], state).ended?.at).toBe(later);
	});

	test('comes too late once there is an end', () => {
		const ended = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], answering);
		expect(refusal(ended, grant, ENDS_AT)).toBe('attempt.already-ended');
	});
});
