import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import { FROZEN, STARTS_AT, ENDS_AT } from '../attempt/testing/events.ts';
import type { PhoneReport } from '../live/wire.ts';
import { SEVERITIES } from '../integrity/policy.ts';
import { byNeed, NEEDS, type CandidateRow } from './candidate-row.ts';
import { NO_WORDS, tileOf, type TileFacts } from './tile-of.ts';

const NOW = STARTS_AT + 60_000;
const running: AttemptState = {
	...initialState(FROZEN),
	...{ stage: 'answer', enteredAt: STARTS_AT - 60_000, startedAt: STARTS_AT, lease: 'lease' },
	phone: 'filming',
	evidence: { ...initialState(FROZEN).evidence, lease: 'phone' }
};
type Change = Partial<AttemptState>;
const facts = (change: Change = {}, beside: Partial<TileFacts> = {}, unread = 0): TileFacts => ({
	...{ candidate: 'c', name: '测试考生甲', admission: '1', watched: false },
	...{ leaseHeardAt: null, words: NO_WORDS },
	attempt: { id: 'a', state: { ...running, ...change }, parts: [], partsAt: STARTS_AT, unread },
	...beside
});
const tile = (change: Change = {}, beside: Partial<TileFacts> = {}, unread = 0, now = NOW) =>
	tileOf(facts(change, beside, unread), now);

const incident = (
	kind: 'no-face' | 'camera-black' | 'page-reloaded',
	from: number,
	open = false
) => ({
	...{ kind, from, until: open ? null : from + 1000, track: null, times: 1, comments: 0 },
	toldAt: from + 1000
});
const verdict = (said: 'dismissed' | 'violation', reviewed = false) => ({
	...{ verdict: said, reviewed, at: NOW, times: 1 }
});

describe('[I1] what a tile names first', () => {
	const black = incident('camera-black', STARTS_AT - 30_000);
	const face = incident('no-face', STARTS_AT + 5000, true);

	test('is the gravest that is open; else the gravest; never what was judged', () => {
		const grave = { ...black, until: NOW - 5000, toldAt: NOW - 5000 };
		const both = { grave, face };
		expect(tile({ incidents: { grave } }).worst).toMatchObject({
			key: 'grave',
			severity: 'serious'
		});
		expect(tile({ incidents: both }).worst).toMatchObject({ key: 'face', severity: 'attention' });
		const judged = { incidents: both, judgements: { face: verdict('dismissed') } };
		expect(tile(judged)).toMatchObject({ worst: { key: 'grave' }, incidents: { open: null } });
		const all = { ...judged.judgements, grave: verdict('dismissed') };
		expect(tile({ incidents: both, judgements: all })).toMatchObject({
			...{ worst: null, need: 'running', incidents: { toJudge: 0, worst: 'serious' } }
		});
	});

	test('is the phone’s silence while it lasts, which has no key yet', () => {
		const evidence = { ...running.evidence, interruptedAt: STARTS_AT + 1000, silent: true };
		expect(tile({ phone: 'interrupted', evidence })).toMatchObject({
			...{ need: 'phone-silent', worst: { key: null, kind: 'phone-silent', until: null } }
		});
	});
});

describe('[I1] a tile’s need', () => {
	test('follows what staff has still to do', () => {
		const incidents = { a: incident('no-face', STARTS_AT + 5000) };
		expect(tile({ incidents }).need).toBe('incidents');
		const judgements = { a: verdict('violation') };
		expect(tile({ incidents, judgements })).toMatchObject({ need: 'to-review', toReview: 1 });
		expect(tile({ incidents, judgements: { a: verdict('violation', true) } }).need).toBe('running');
		expect(tile({ incidents }, {}, 2)).toMatchObject({ need: 'unread', unread: 2 });
		expect(tile({}, {}, 0, ENDS_AT + 1).need).toBe('upload-outstanding');
	});

	test('is not told by film that was not read yet', () => {
		expect(tile().missingMs).toBe(STARTS_AT - (running.enteredAt ?? 0));
		expect(tile({}, {}, 0, NOW + 30_000).missingMs).toBe(tile().missingMs);
	});
});

describe('[I1] the devices of a tile', () => {
	const report = { battery: null, savedTo: 1, safeTo: 1, backlogBytes: 0, roundTripMs: 1 };
	const words = { ...NO_WORDS, desktop: { lease: 'lease', at: 5, report } };

	test('are those in charge', () => {
		expect(tile({}, { words }).desktop).toEqual({ at: 5, report });
		expect(tile({ lease: 'another' }, { words }).desktop).toBeNull();
		expect(tile({ lease: 'another' }, { words, leaseHeardAt: 9 }).desktop).toEqual({
			...{ at: 9, report: null }
		});
		expect(tile({ lease: null }, { words, leaseHeardAt: 9 }).desktop).toBeNull();
		expect(tile({}, { words, leaseHeardAt: 9 }).desktop).toEqual({ at: 9, report });
	});

	test('are those in charge: what another one has shown is not shown as theirs', () => {
		const shown = { camera: 1, screen: 2, evidence: 3 };
		const phone = {
			...{ lease: 'phone', at: 5 },
			report: { page: 'filming', awake: true } as unknown as PhoneReport
		};
		const all = { words: { ...words, phone, pictures: shown } };
		const evidence = { ...running.evidence, lease: 'another' };
		expect(tile({}, all).pictures).toEqual(shown);
		expect(tile({ lease: 'another' }, all).pictures).toEqual({
			...{ camera: null, screen: null, evidence: 3 }
		});
		expect(tile({ evidence }, all).pictures).toEqual({ ...shown, evidence: null });
		const unpaired = { evidence: { ...evidence, lease: null } };
		expect(tile(unpaired, all).pictures).toEqual({ ...shown, evidence: null });
		const none = { words: { ...NO_WORDS, pictures: shown } };
		expect(tile({ ...unpaired, lease: null }, none).pictures).toEqual(NO_WORDS.pictures);
	});

	test('of who has not begun are none', () => {
		expect(tileOf(facts({}, { attempt: null, watched: true }), NOW)).toMatchObject({
			...{ attempt: null, need: 'not-begun', desktop: null, phone: 'unbound', watched: true }
		});
	});
});

describe('[I1] the order of tiles', () => {
	const severity = fc.option(fc.constantFrom(...SEVERITIES));
	const rows: fc.Arbitrary<CandidateRow[]> = fc.uniqueArray(
		fc.record({
			candidate: fc.uuid(),
			name: fc.constant(''),
			// few, and some that a language takes for the same
			admission: fc.constantFrom('1', '2', '10', 'é', 'e\u0301', ''),
			attempt: fc.constant(null),
			stage: fc.constant(null),
			need: fc.constantFrom(...NEEDS),
			...{ cameraMs: fc.constant(0), screenMs: fc.constant(0) },
			missingMs: fc.nat(2),
			...{ partsArrived: fc.constant(0), partsAnnounced: fc.constant(0) },
			incidents: fc.record({ worst: severity, toJudge: fc.nat(2), open: severity })
		}),
		{ selector: ({ candidate }) => candidate, maxLength: 12 }
	);

	test('is total: whatever order they come in, it is one', () => {
		fc.assert(
			fc.property(rows, fc.infiniteStream(fc.nat()), (all, random) => {
				const sorted = all.toSorted(byNeed);
				const keys = new Map(all.map((row) => [row, random.next().value as number]));
				const shuffled = all.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
				expect(shuffled.toSorted(byNeed)).toEqual(sorted);
				for (const [i, a] of sorted.entries())
					for (const b of sorted.slice(i + 1)) {
						expect(byNeed(a, b)).toBeLessThan(0);
						expect(byNeed(b, a)).toBeGreaterThan(0);
					}
			})
		);
	});

	test('is by need before anything else', () => {
		fc.assert(
			fc.property(rows, (all) => {
				const needs = all.toSorted(byNeed).map(({ need }) => NEEDS.indexOf(need));
				expect(needs).toEqual(needs.toSorted((a, b) => a - b));
			})
		);
	});
});
