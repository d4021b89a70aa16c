import { describe, expect, test } from 'vitest';
import type { Command } from '../../live/requests.ts';
import type { KnownIncident } from '../attempt-state.ts';
import { BEFORE, uuid } from '../testing/events.ts';
import { incidentViews } from './incident-views.ts';

const known = (from: number, more: Partial<KnownIncident> = {}): KnownIncident => ({
	...{
		kind: 'page-hidden',
		track: null,
		from,
		until: from + 9000,
		times: 1,
		comments: 0,
		toldAt: 0
	},
	...more
});
const state = { incidents: { later: known(BEFORE + 60_000), first: known(BEFORE, { times: 3 }) } };
const sent = (n: number, incident: string, text: string | null = '系统更新') => ({
	...{ id: uuid(n), incident, text, at: BEFORE + n }
});
const waiting = (n: number, incident: string): Command => ({
	...{ id: uuid(n), clientAt: BEFORE + n, type: 'incident.commented', data: { incident } },
	payload: { text: `第 ${String(n)} 次` }
});

describe('[C34] the candidate’s own list', () => {
	test('is in order of time, whatever became known first, with spans and how often', () => {
		expect(
			incidentViews(state, [], [], true).map(({ key, from, until, times }) => [
				...[key, from, until, times]
			])
		).toEqual([
			['first', BEFORE, BEFORE + 9000, 3],
			['later', BEFORE + 60_000, BEFORE + 69_000, 1]
		]);
		expect(incidentViews({ incidents: {} }, [], [], true)).toEqual([]);
	});

	test('has each comment at its incident: what the server has, then what waits, nothing twice', () => {
		const there = [sent(1, 'first'), sent(2, 'later'), sent(3, 'first', null)];
		const here = [waiting(1, 'first'), waiting(4, 'first')];
		const [first, later] = incidentViews(state, there, here, true);
		expect(first?.comments).toEqual([
			{ id: uuid(1), text: '系统更新', at: BEFORE + 1, state: 'sent' },
			{ id: uuid(3), text: null, at: BEFORE + 3, state: 'sent' },
			{ id: uuid(4), text: '第 4 次', at: BEFORE + 4, state: 'sending' }
		]);
		expect(later?.comments).toHaveLength(1);
	});

	test('says that a comment waits for the network', () => {
		const [, later] = incidentViews(state, [], [waiting(1, 'later')], false);
		expect(later?.comments).toMatchObject([{ state: 'waiting' }]);
	});

	test('offers no sixth comment, counting what still waits and what only the log counts', () => {
		const may = (comments: number, pending: number): boolean | undefined =>
			incidentViews(
				{ incidents: { first: known(BEFORE, { comments }) } },
				Array.from({ length: comments }, (_, n) => sent(n, 'first')),
				Array.from({ length: pending }, (_, n) => waiting(10 + n, 'first')),
				true
			)[0]?.mayComment;
		expect([may(4, 0), may(5, 0), may(3, 1), may(3, 2)]).toEqual([true, false, true, false]);
		const { incidents } = { incidents: { first: known(BEFORE, { comments: 5 }) } };
		expect(incidentViews({ incidents }, [], [], true)[0]?.mayComment).toBe(false);
	});
});
