import { describe, expect, test } from 'vitest';
import { initialState, wholeState, type AttemptState } from './attempt-state.ts';
import type { EventData, IncidentKind } from './events.ts';
import { mayTellIncident } from './incident-tellers.ts';
import { notLasting } from './incident-transitions.ts';
import { refuseFromLease } from './lease-rules.ts';
import { after, BEFORE, event, FROZEN, uuid } from './testing/events.ts';

const fresh = after([
	[BEFORE, event('lease.opened', { lease: uuid(90), device: 'desktop' })],
	[BEFORE, event('lease.opened', { lease: uuid(91), device: 'phone' })]
]);
const noted = (data: Partial<EventData<'incident.noted'>> = {}) =>
	event('incident.noted', {
		...{ kind: 'no-face' as IncidentKind, from: BEFORE, until: BEFORE, track: 'camera' as const },
		...data
	});
const told = (...all: Partial<EventData<'incident.noted'>>[]): AttemptState =>
	after(
		all.map((data) => [BEFORE + 60_000, noted(data)]),
		fresh
	);

describe('[C34] an incident in the projection', () => {
	const id = uuid(1);

	test('told when it begins and when it is over is one, however often', () => {
		const open = told({ id, until: null });
		expect(open).toMatchObject({
			noticed: { 'no-face': 1 },
			incidents: { [id]: { from: BEFORE, until: null, times: 1, comments: 0 } }
		});
		const over = after([[BEFORE + 60_000, noted({ id, until: BEFORE + 8, times: 3 })]], open);
		expect(over).toMatchObject({
			noticed: { 'no-face': 1 },
			incidents: { [id]: { from: BEFORE, until: BEFORE + 8, times: 3 } }
		});
	});

	test('a stale telling after its end takes nothing back; a new beginning opens it again', () => {
		const over = told({ id, until: BEFORE + 8 }, { id, until: BEFORE + 3 });
		expect(over.incidents[id]).toMatchObject({ until: BEFORE + 8 });
		expect(told({ id, until: BEFORE + 8 }, { id, until: null }).incidents[id]?.until).toBeNull();
	});

	test('without an id each is one of its own; an id that means another is another', () => {
		expect(Object.keys(told({}, {}).incidents)).toEqual(['no-face-1', 'no-face-2']);
		const both = told({ id, until: null }, { id, kind: 'looking-away', until: BEFORE });
		expect(both.incidents[id]).toMatchObject({ kind: 'no-face', until: null });
		expect(both.incidents['looking-away-1']).toMatchObject({ kind: 'looking-away' });
	});

	test('nothing has happened in the future, or ended before it began', () => {
		const now = BEFORE + 60_000;
		expect(told({ id, from: now + 9000, until: now + 99_000 }).incidents[id]).toMatchObject({
			...{ from: now, until: now }
		});
		expect(told({ id, from: BEFORE, until: BEFORE - 9 }).incidents[id]?.until).toBe(BEFORE);
	});

	test('a device cannot fill the projection; what comes beyond is counted', () => {
		const many = told(...Array.from({ length: 600 }, () => ({ kind: 'copied' as const })));
		expect(Object.keys(many.incidents)).toHaveLength(500);
		expect(many.noticed.copied).toBe(600);
		// the end of one that is not kept is no other one, and the server's own are kept
		const more = after(
			[
				[BEFORE + 60_000, noted({ id, until: null })],
				[BEFORE + 60_000, noted({ id, until: BEFORE + 8 })],
				[BEFORE + 60_000, noted({ kind: 'other-face' })]
			],
			many
		);
		expect(more.noticed['no-face']).toBe(1);
		expect(more.incidents['other-face-1']).toBeDefined();
	});

	test('the first beginning stands, whatever is told later', () => {
		const moved = told({ id, until: null }, { id, from: BEFORE - 9000, until: null });
		expect(moved.incidents[id]?.from).toBe(BEFORE);
	});

	test('of a replaced computer nothing begins that nobody would end', () => {
		const replaced = after(
			[[BEFORE + 1, event('lease.opened', { lease: uuid(92), device: 'desktop' })]],
			fresh
		);
		const late = notLasting(replaced, uuid(90), noted({ id, until: null }), BEFORE + 4000);
		expect(late.data).toMatchObject({ until: BEFORE + 4000 });
		const own = noted({ id, until: null });
		expect(notLasting(replaced, uuid(92), own, BEFORE + 4000)).toBe(own);
	});

	test('what was open on a computer ends when another one takes its place; the phone’s goes on', () => {
		const open = told(
			{ id, until: null },
			{ id: uuid(2), kind: 'phone-interrupted', until: null, track: null },
			{ id: uuid(3), kind: 'camera-covered', until: null, track: 'evidence' }
		);
		const moved = after(
			[[BEFORE + 70_000, event('lease.opened', { lease: uuid(92), device: 'desktop' })]],
			open
		);
		// known until it was told last, not until somebody else came
		expect(moved.incidents[id]?.until).toBe(BEFORE + 60_000);
		expect(moved.incidents[uuid(2)]?.until).toBeNull();
		expect(moved.incidents[uuid(3)]?.until).toBeNull();
	});

	test('a projection of an earlier version knows none, and lacks nothing', () => {
		const { incidents: _one, passports: _two, ...rest } = initialState(FROZEN);
		const old = { ...rest, openIncidents: { [id]: 'no-face' } } as unknown as AttemptState;
		expect(wholeState(old)).toEqual(initialState(FROZEN));
	});
});

describe('[C34] what the candidate says to one', () => {
	const said = (state: AttemptState, incident: string) =>
		after([[BEFORE + 60_000, event('incident.commented', { incident })]], state);

	test('is counted with it; of one that is not there nothing is taken; five are enough', () => {
		const once = said(told({}), 'no-face-1');
		expect(once.incidents['no-face-1']?.comments).toBe(1);
		for (const none of ['no-face-2', 'constructor', '__proto__'])
			expect(() => said(once, none)).toThrow('attempt.no-incident');
		const full = ['', '', '', ''].reduce((state) => said(state, 'no-face-1'), once);
		expect(() => said(full, 'no-face-1')).toThrow('attempt.commented-enough');
	});
});

describe('[C34] who may tell which', () => {
	const refused = (
		lease: string,
		kind: IncidentKind,
		track: EventData<'incident.noted'>['track'] = null
	) => refuseFromLease(fresh, lease, noted({ kind, track }))?.code ?? null;

	test('a phone knows nothing of screens and keys, and nobody speaks for the server', () => {
		expect(refused(uuid(90), 'full-screen-left')).toBeNull();
		expect(refused(uuid(91), 'full-screen-left')).toBe('token.wrong-scope');
		expect(refused(uuid(91), 'camera-covered')).toBeNull();
		// nor of the other's film
		expect(refused(uuid(90), 'camera-covered', 'camera')).toBeNull();
		expect(refused(uuid(90), 'camera-covered', 'evidence')).toBe('token.wrong-scope');
		expect(refused(uuid(91), 'camera-covered', 'camera')).toBe('token.wrong-scope');
		for (const lease of [uuid(90), uuid(91), uuid(99)])
			for (const kind of ['second-login', 'paper-late', 'phone-silent', 'other-face'] as const)
				expect(refused(lease, kind)).toBe('token.wrong-scope');
		expect(mayTellIncident('phone', 'recording-interrupted')).toBe(true);
	});
});
