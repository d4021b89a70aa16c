import { expect, test } from 'vitest';
import { callsOf, isNews } from './candidate-alarms.ts';
import type { CandidateView, CandidateIncident, CandidateLine, Wait } from './candidate-view.ts';
import { incident, line, NOW } from './testing/sample-candidate.ts';

const said = (...types: string[]): CandidateLine[] =>
	types.map((type, seq) => line(seq, type, NOW));
const calls = (lines: readonly CandidateLine[], unread = 0) => callsOf({ ...CALM, unread }, lines);
const dangers = (incidents: readonly CandidateIncident[], waits: readonly Wait[] = []) =>
	callsOf({ ...CALM, incidents, waits }, []);
const CALM = { incidents: [], waits: [], phoneNow: null, unread: 0 };
const serious = (key: string) => incident(key, { severity: 'serious' });

test('[I3] the last of the messages without an answer is known by its line', () => {
	expect(calls(said('help.sent', 'help.sent', 'phone.filming'), 2)).toMatchObject({
		...{ unanswered: 2, message: 1 }
	});
	expect(calls(said('help.sent', 'help.answered'))).toMatchObject({ unanswered: 0, message: null });
	// behind the lines that are told
	expect(calls(said('phone.filming'), 1)).toMatchObject({ unanswered: 1, message: null });
});

test('[I3] each message is news once, also one that follows an answer that nobody read in between', () => {
	const first = calls(said('help.sent'), 1);
	expect(isNews(calls([]), first)).toBe(true);
	expect(isNews(first, first)).toBe(false);
	expect(isNews(first, calls(said('help.sent', 'help.answered')))).toBe(false);
	expect(isNews(first, calls(said('help.sent', 'help.answered', 'help.sent'), 1))).toBe(true);
});

test('[I2] [I3] what is serious and nobody has judged, and who waits to be let in, is news once', () => {
	const before = dangers([serious('a')]);
	expect(isNews(before, dangers([serious('a'), serious('b')]))).toBe(true);
	expect(isNews(before, calls([]))).toBe(false);
	expect(isNews(before, dangers([serious('a'), incident('c')]))).toBe(false);
	const judgement = { verdict: 'noted', at: NOW, reviewed: false, times: 1 } as const;
	expect(isNews(before, dangers([serious('a'), { ...serious('d'), judgement }]))).toBe(false);
	expect(isNews(before, dangers([], [{ kind: 'device-asking', count: 1 }]))).toBe(true);
	expect(isNews(before, dangers([], [{ kind: 'to-review', count: 1 }]))).toBe(false);
});

test('[I2] [C33] a phone that has long stopped filming is news once, and not again when it films and is an incident', () => {
	const off = (severity: 'attention' | 'serious', incidents: readonly CandidateIncident[] = []) => {
		const one = { key: null, kind: 'phone-interrupted', severity, from: NOW, until: null } as const;
		return callsOf({ ...CALM, incidents, phoneNow: one satisfies CandidateView['phoneNow'] }, []);
	};
	const told = serious('p');
	const noted = { ...told, incident: 'phone-interrupted', at: NOW, until: NOW + 130_000 } as const;
	expect(isNews(calls([]), off('attention'))).toBe(false);
	expect(isNews(off('attention'), off('serious'))).toBe(true);
	expect(isNews(off('serious'), off('serious'))).toBe(false);
	expect(isNews(off('serious'), dangers([noted]))).toBe(false);
	// a page that was blind meanwhile, and a second time
	expect(isNews(calls([]), dangers([noted]))).toBe(true);
	expect(isNews(dangers([{ ...noted, at: NOW - 300_000 }]), off('serious', [noted]))).toBe(true);
});
