import { expect, test } from 'vitest';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import { chain, CHAIN_ORIGIN, type LogLine } from '../attempt/event-log.ts';
import type { AttemptEvent, EventData } from '../attempt/events.ts';
import type { Frozen } from '../attempt/rules.ts';
import { event, FROZEN, opened, uuid } from '../attempt/testing/events.ts';
import { transition } from '../attempt/transition.ts';
import { marksOf, type IncidentMark } from './marks.ts';

const frozen: Frozen = { ...FROZEN, startsAt: 100_000, endsAt: 280_000 };
const LATER = 900_000;
const NO_TEXTS = new Map<number, string>();

interface Step {
	readonly at: number;
	readonly event: AttemptEvent;
	readonly clientAt?: number;
}
/** As the writer would: the lines, and the projection beside them. */
function logOf(steps: readonly Step[]): { log: LogLine[]; state: AttemptState } {
	let state = initialState(frozen);
	const log = [
		{ at: 50_000, event: event('attempt.frozen', frozen) },
		{ at: 51_000, event: opened(uuid(90)) },
		...steps
	].map(({ at, event: { type, data }, ...step }: Step, seq) => {
		if (seq > 0) state = transition(state, { type, data } as AttemptEvent, at).state;
		const clientAt = step.clientAt ?? null;
		const body = { attempt: 'a', seq, type, data, payload: null, clientAt, serverAt: at };
		return chain(CHAIN_ORIGIN, body);
	});
	return { log, state };
}
const noted = (at: number, data: Partial<EventData<'incident.noted'>>): Step => ({
	at,
	event: event('incident.noted', {
		...{ kind: 'no-face', from: 120_000, until: null, track: 'camera' },
		...data
	})
});
const incidents = (steps: readonly Step[], texts = NO_TEXTS, now = LATER): IncidentMark[] => {
	const { log, state } = logOf(steps);
	return marksOf(state, log, texts, now).flatMap((mark) =>
		mark.kind === 'incident' ? [mark] : []
	);
};

test('[E4] entry, start, end and incidents are marks in order of time', () => {
	const { log, state } = logOf([noted(121_000, { kind: 'page-reloaded', track: null })]);
	const times = {
		enteredAt: 80_000,
		startedAt: 100_000,
		ended: { at: 280_000, by: 'clock' }
	} as const;
	const marks = marksOf({ ...state, ...times }, log, NO_TEXTS, LATER);
	expect(marks.map((mark) => [mark.kind, mark.at])).toEqual([
		['entry', 80_000],
		['start', 100_000],
		['incident', 120_000],
		['end', 280_000]
	]);
});

test('[C30][E4] an incident told when it began and again when it was over is one mark with its end', () => {
	const id = uuid(1);
	const marks = incidents([
		noted(121_000, { id }),
		noted(131_000, { id, until: 130_000, times: 3 }),
		noted(131_000, {}),
		noted(131_000, {})
	]);
	expect(marks.map(({ until, times }) => [until, times])).toEqual([
		// of those that begin at once the longest first
		[null, 1],
		[null, 1],
		[130_000, 3]
	]);
	expect(marks.at(-1)?.key).toBe(id);
});

test('[C34] the marks are the incidents of the projection: an end before its beginning is clamped, another computer ends what was open', () => {
	const steps = [
		noted(121_000, { id: uuid(1), from: 300_000, until: 110_000 }),
		noted(122_000, { id: uuid(2) }),
		{ at: 150_000, event: opened(uuid(91)) }
	];
	const { state } = logOf(steps);
	const marks = incidents(steps);
	expect(Object.fromEntries(marks.map(({ key, at, until }) => [key, [at, until]]))).toEqual(
		Object.fromEntries(
			Object.entries(state.incidents).map(([key, { from, until }]) => [key, [from, until]])
		)
	);
	expect(marks.map(({ until }) => until)).toEqual([122_000, 121_000]);
});

test('[C34][E4] how much one matters is weighed when it is read, up to the end of the interview', () => {
	const steps = [
		noted(121_000, { id: uuid(1) }),
		noted(122_000, { kind: 'copied', until: 120_000 })
	];
	const at = (now: number) => incidents(steps, NO_TEXTS, now).map(({ severity }) => severity);
	// a device that has gone has said no more than this
	expect(at(250_000)).toEqual(['attention', 'note']);
	const again = [...steps, noted(149_999, { id: uuid(1) })];
	expect(incidents(again)[0]?.severity).toBe('attention');
	// one that is there tells it once more
	const grown = [...steps, noted(150_000, { id: uuid(1) })];
	expect(incidents(grown)[0]?.severity).toBe('serious');
	const late = [noted(279_500, { id: uuid(1), from: 279_000 })];
	expect(incidents(late)[0]?.severity).toBe('attention');
});

test('[C34] what the candidate says stands with its incident, and that it was erased', () => {
	const said = (at: number, incident: string): Step => ({
		...{ at, clientAt: at + 5000 },
		event: event('incident.commented', { incident })
	});
	const steps = [
		noted(121_000, { id: uuid(1), until: 121_000 }),
		noted(122_000, { from: 122_000, until: 122_000 }),
		said(300_000, uuid(1)),
		said(301_000, 'no-face-2'),
		said(302_000, uuid(1))
	];
	// lines 0 and 1 are the beginning
	const marks = incidents(
		steps,
		new Map([
			[4, '停电了'],
			[99, '别的']
		])
	);
	expect(marks.map(({ key, comments }) => [key, comments])).toEqual([
		[
			uuid(1),
			[
				{ text: '停电了', at: 300_000 },
				{ text: null, at: 302_000 }
			]
		],
		['no-face-2', [{ text: null, at: 301_000 }]]
	]);
});
