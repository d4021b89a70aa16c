import { expect, test } from 'vitest';
import type { AttemptEvent } from './events.ts';
import { incidentHistory, type ToldLine } from './incident-history.ts';
import { after, BEFORE, event, FROZEN, uuid } from './testing/events.ts';

const noted = (id: number | null, until: number | null, times?: number): AttemptEvent =>
	event('incident.noted', {
		...(id === null ? {} : { id: uuid(id) }),
		...{ kind: 'no-face', from: BEFORE, until, track: 'camera' },
		...(times === undefined ? {} : { times })
	});
const lineOf = (at: number, { type, data }: AttemptEvent, seq: number): ToldLine => ({
	...{ seq, type, data, serverAt: at }
});

const STEPS: [number, AttemptEvent][] = [
	[BEFORE, event('lease.opened', { lease: uuid(90), device: 'desktop' })],
	[BEFORE + 1000, noted(1, null)],
	[BEFORE + 2000, noted(null, BEFORE + 2000)],
	[BEFORE + 9000, noted(1, BEFORE + 8000, 3)],
	[BEFORE + 9500, noted(2, null)],
	[BEFORE + 9600, event('incident.commented', { incident: uuid(1) })],
	// another computer: what was open on the first is over
	[BEFORE + 20_000, event('lease.opened', { lease: uuid(91), device: 'desktop' })]
];
const lines = STEPS.map(([at, one], seq) => lineOf(at, one, seq + 1));

test('[C34] a log replayed has the incidents of its projection, and knows which line tells of which', () => {
	const { incidents, keys } = incidentHistory(FROZEN, lines);
	expect(incidents).toEqual(after(STEPS).incidents);
	expect(incidents[uuid(1)]).toMatchObject({ until: BEFORE + 8000, times: 3, comments: 1 });
	expect(incidents[uuid(2)]?.until).toBe(BEFORE + 9500);
	expect([...keys]).toEqual([
		[2, uuid(1)],
		[3, 'no-face-2'],
		[4, uuid(1)],
		[5, uuid(2)],
		[6, uuid(1)]
	]);
});

test('[C34] a line that somebody has altered, or that is of another version, stops nothing', () => {
	const broken = [
		lineOf(BEFORE, { type: 'incident.noted', data: { kind: 'no-face' } } as AttemptEvent, 0),
		lineOf(BEFORE, { type: 'later.thing', data: {} } as unknown as AttemptEvent, 0),
		lineOf(BEFORE, { type: 'incident.noted', data: null } as unknown as AttemptEvent, 0)
	];
	expect(incidentHistory(FROZEN, [...broken, ...lines])).toEqual(incidentHistory(FROZEN, lines));
});
