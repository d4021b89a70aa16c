import { expect, test } from 'vitest';
import { callsOf, isNews } from './candidate-alarms.ts';
import type { CandidateDesk, CandidateIncident, DeskLine, Wait } from './candidate-view.ts';
import { incident, line, NOW } from './testing/sample-desk.ts';

const said = (...types: string[]): DeskLine[] =>
	types.map((type, seq) => {
		const [name = '', to] = type.split(' ');
		return line(seq, name, NOW, { data: to === undefined ? {} : { broadcast: to } });
	});
const calls = (
	lines: readonly DeskLine[],
	incidents: readonly CandidateIncident[] = [],
	waits: readonly Wait[] = []
) => callsOf({ incidents, waits, phoneNow: null }, lines);
const serious = (key: string) => incident(key, { severity: 'serious' });

test('[I3] a message is unanswered until something is said to this candidate alone', () => {
	const sent = ['help.sent', 'help.answered', 'help.sent', 'help.sent'];
	expect(calls(said(...sent))).toMatchObject({ unanswered: 2, message: 3 });
	for (const toAll of ['help.answered room', 'warning.given room'])
		expect(calls(said(...sent, toAll)), toAll).toMatchObject({ unanswered: 2, message: 3 });
	for (const answer of ['help.answered', 'warning.given'])
		expect(calls(said(...sent, answer))).toMatchObject({ unanswered: 0, message: null });
});

test('[I3] each message is news once, also one that follows an answer that nobody read in between', () => {
	const first = calls(said('help.sent'));
	expect(isNews(calls([]), first)).toBe(true);
	expect(isNews(first, first)).toBe(false);
	expect(isNews(first, calls(said('help.sent', 'help.answered')))).toBe(false);
	expect(isNews(first, calls(said('help.sent', 'help.answered', 'help.sent')))).toBe(true);
});

test('[I2] [I3] what is serious and nobody has judged, and who waits to be let in, is news once', () => {
	const before = calls([], [serious('a')]);
	expect(isNews(before, calls([], [serious('a'), serious('b')]))).toBe(true);
	expect(isNews(before, calls([]))).toBe(false);
	expect(isNews(before, calls([], [serious('a'), incident('c')]))).toBe(false);
	const judgement = { verdict: 'noted', at: NOW, reviewed: false, times: 1 } as const;
	expect(isNews(before, calls([], [serious('a'), { ...serious('d'), judgement }]))).toBe(false);
	expect(isNews(before, calls([], [], [{ kind: 'device-asking', count: 1 }]))).toBe(true);
	expect(isNews(before, calls([], [], [{ kind: 'to-review', count: 1 }]))).toBe(false);
});

test('[I2] [C33] a phone that has long stopped filming is news once, and not again when it films and is an incident', () => {
	const off = (severity: 'attention' | 'serious', incidents: readonly CandidateIncident[] = []) => {
		const one = { key: null, kind: 'phone-interrupted', severity, from: NOW, until: null } as const;
		return callsOf({ incidents, waits: [], phoneNow: one satisfies CandidateDesk['phoneNow'] }, []);
	};
	const told = serious('p');
	const noted = { ...told, incident: 'phone-interrupted', at: NOW, until: NOW + 130_000 } as const;
	expect(isNews(calls([]), off('attention'))).toBe(false);
	expect(isNews(off('attention'), off('serious'))).toBe(true);
	expect(isNews(off('serious'), off('serious'))).toBe(false);
	expect(isNews(off('serious'), calls([], [noted]))).toBe(false);
	// a page that was blind meanwhile, and a second time
	expect(isNews(calls([]), calls([], [noted]))).toBe(true);
	expect(isNews(calls([], [{ ...noted, at: NOW - 300_000 }]), off('serious', [noted]))).toBe(true);
});
