import { describe, expect, test } from 'vitest';
import { leftOpen, tellIncident } from './incident-log.ts';
import { after, BEFORE, event, FROZEN, uuid } from './testing/events.ts';
import { initialState, type AttemptState, type KnownIncident } from './attempt-state.ts';

const LEASE = uuid(90);
const NOW = BEFORE + 60_000;
const one = (more: Partial<KnownIncident>): KnownIncident => ({
	...{
		kind: 'page-hidden',
		track: null,
		from: BEFORE,
		until: null,
		times: 2,
		comments: 0,
		toldAt: 0
	},
	...more
});
const stateOf = (incidents: AttemptState['incidents']): AttemptState => ({
	...initialState(FROZEN),
	lease: LEASE,
	incidents
});

describe('[C15] what an earlier page of this computer has left open', () => {
	test('is over when that page was last there, or, where nobody knows, now', () => {
		const state = stateOf({ [uuid(1)]: one({}) });
		const left = { id: uuid(1), kind: 'page-hidden', track: null, from: BEFORE, times: 2 };
		expect(leftOpen(state, LEASE, BEFORE + 5000, NOW)).toEqual([{ ...left, until: BEFORE + 5000 }]);
		expect(leftOpen(state, LEASE, null, NOW)).toEqual([{ ...left, until: NOW }]);
		expect(leftOpen(state, LEASE, NOW + 9000, NOW)).toEqual([{ ...left, until: NOW }]);
		expect(leftOpen(state, LEASE, BEFORE - 1, NOW)).toEqual([{ ...left, until: BEFORE }]);
	});

	test('is neither what is over, nor the server’s or the phone’s, nor what has no id to be told by', () => {
		const state = stateOf({
			[uuid(1)]: one({ until: NOW }),
			[uuid(2)]: one({ kind: 'other-face', track: 'camera' }),
			[uuid(3)]: one({ kind: 'recording-interrupted', track: 'evidence' }),
			[uuid(4)]: one({ kind: 'phone-silent', track: 'evidence' }),
			'page-reloaded-1': one({ kind: 'page-reloaded' })
		});
		expect(leftOpen(state, LEASE, null, NOW)).toEqual([]);
	});

	test('[C8] on a computer whose place another one has taken nothing is: it is the other’s', () => {
		const state = stateOf({ [uuid(1)]: one({}) });
		expect(leftOpen(state, uuid(91), null, NOW)).toEqual([]);
		expect(leftOpen(state, LEASE, null, NOW)).toHaveLength(1);
	});
});

describe('[C30] an incident is told', () => {
	const sight = { strongest: 3, picture: 'AAAA' };
	const incident = {
		...({ id: uuid(1), kind: 'no-face', track: 'camera' } as const),
		...{ from: BEFORE, until: null, times: 1 }
	};
	const toldOf = (given: boolean, told: typeof sight | null) => {
		const said: unknown[][] = [];
		const fresh = initialState({ ...FROZEN, rules: { ...FROZEN.rules, face: 'required' } });
		const consent = event('face.consent', { given, version: 'v1', login: null });
		const state = after([[BEFORE, consent]], fresh);
		tellIncident(
			{ view: () => ({ state }), command: async (...words) => said.push(words) },
			{ ...incident, sight: told }
		);
		return said;
	};

	test('with what was seen, where anything was', () => {
		expect(toldOf(true, sight)).toEqual([['incident.noted', incident, sight]]);
		expect(toldOf(true, null)).toEqual([['incident.noted', incident]]);
	});

	test('[C7] but with no picture once the candidate has taken their word back', () => {
		expect(toldOf(false, sight)).toEqual([
			['incident.noted', incident, { strongest: 3, picture: null }]
		]);
	});
});
