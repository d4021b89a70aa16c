import { expect, test } from 'vitest';
import { initialState, type AttemptState, type KnownIncident } from '../attempt/attempt-state.ts';
import type { Frozen } from '../attempt/rules.ts';
import { transition } from '../attempt/transition.ts';
import { FROZEN } from '../attempt/testing/events.ts';
import type { ReviewPart } from '../review/review.ts';
import { byNeed, candidateRow, type CandidateRow } from './candidate-row.ts';

const frozen: Frozen = { ...FROZEN, startsAt: 100_000, endsAt: 280_000 };
const LATER = 900_000;
const film = (track: 'camera' | 'screen', durationMs: number): ReviewPart => ({
	id: track,
	track,
	startedAt: 90_000,
	durationMs,
	status: 'playable',
	estimated: false,
	source: ''
});
const WHOLE = [film('camera', 190_000), film('screen', 190_000)];
const arrived = { lease: 'l', track: 'camera' as const, announced: true, declared: null };
const done: AttemptState = {
	...initialState(frozen),
	stage: 'done',
	enteredAt: 90_000,
	ended: { at: 280_000, by: 'clock' },
	parts: { camera: { ...arrived, verified: { bytes: 1, sha256: '' } } }
};
const row = (change: Partial<AttemptState>, parts = WHOLE, { now = LATER } = {}): CandidateRow =>
	candidateRow(
		{
			candidate: 'c',
			name: '测试考生甲',
			admission: '1',
			attempt: { id: 'a', state: { ...done, ...change }, parts }
		},
		now
	);

const incident = (
	kind: KnownIncident['kind'],
	from: number,
	until: number | null
): KnownIncident => ({
	kind,
	track: null,
	from,
	until,
	times: 1,
	comments: 0,
	toldAt: until ?? 200_000
});
const black = (from: number, until: number | null) => incident('camera-black', from, until);

test('[I1] a candidate’s need is told by upload, film, incidents, in this order', () => {
	expect(row({})).toMatchObject({ need: 'complete', cameraMs: 190_000, missingMs: 0 });
	expect(row({ incidents: { a: black(200_000, 210_000) } }).need).toBe('incidents');
	expect(row({}, [film('camera', 190_000), film('screen', 170_000)])).toMatchObject({
		need: 'film-missing',
		missingMs: 20_000
	});
	expect(row({ parts: { camera: { ...arrived, verified: null } } }).need).toBe(
		'upload-outstanding'
	);
	// the device went away before it ended anything
	expect(row({ stage: 'answer', ended: null }).need).toBe('upload-outstanding');
	expect(row({ stage: 'answer', ended: null }, WHOLE, { now: 200_000 }).need).toBe('running');
	expect(row({ stage: 'devices', enteredAt: null, ended: null }, []).need).toBe('not-begun');
});

test('[I1] who needs somebody comes first', () => {
	const complete = row({});
	const some = { ...complete, need: 'film-missing' as const, missingMs: 12_000 };
	const more = { ...some, missingMs: 60_000 };
	const upload = { ...complete, need: 'upload-outstanding' as const };
	expect([complete, some, upload, more].sort(byNeed)).toEqual([upload, more, some, complete]);
});

test('[I1] a complete rehearsal with a cut and a reload is complete: notes need nobody', () => {
	const incidents = {
		a: incident('page-reloaded', 120_000, null),
		b: incident('connection-lost', 130_000, 150_000),
		c: incident('recording-resumed', 125_000, null)
	};
	expect(row({ incidents, noticed: { 'page-reloaded': 1 } })).toMatchObject({
		need: 'complete',
		incidents: { worst: 'note', toJudge: 0, open: null }
	});
});

test('[I1] what is serious and goes on comes before all others of its need, then what is worse, then more of it', () => {
	const now = 200_000;
	const running = (incidents: AttemptState['incidents'], parts = WHOLE): CandidateRow =>
		row({ stage: 'answer', ended: null, incidents }, parts, { now });
	const over = running({ a: black(110_000, 120_000) });
	const more = running({ a: black(110_000, 120_000), b: black(130_000, 131_000) });
	const worse = running({ a: black(110_000, 185_000) });
	const now1 = running({ a: black(190_000, null) });
	const serious = running({ a: black(110_000, null) });
	const missing = running({ a: black(110_000, 120_000) }, [film('camera', 50_000)]);
	const all = [over, more, worse, now1, serious, missing];
	expect(all.map(({ need }) => need)).toEqual(all.map(() => 'incidents'));
	expect(all.toSorted(byNeed)).toEqual([serious, missing, now1, worse, more, over]);
	const asking = row({ stage: 'answer', ended: null, request: { id: 'r', at: now } }, WHOLE, {
		now
	});
	expect([serious, asking].toSorted(byNeed)[0]).toBe(asking);
});

test('[C8][C9][C24] a waiting device, a closed door and a declared loss are told', () => {
	const running = { stage: 'answer', ended: null } as const;
	const now = 200_000;
	const request = { id: 'r', at: now };
	expect(row({ ...running, request }, WHOLE, { now }).need).toBe('device-asking');
	// before entry the first device is asked
	expect(row({ ...running, enteredAt: null, request }, [], { now }).need).toBe('not-begun');
	const outside = { ...running, stage: 'devices', enteredAt: null } as const;
	const closed = { startsAt: 0, endsAt: 280_000 };
	const late = { ...outside, frozen: { ...frozen, ...closed } };
	expect(row(late, [], { now }).need).toBe('entry-closed');
	expect(row({ ...late, entryAllowedAt: now }, [], { now }).need).toBe('not-begun');
	const outstanding = {
		stage: 'upload',
		parts: { camera: { ...arrived, verified: null } }
	} as const;
	expect(row({ ...outstanding, lostAt: LATER }).need).toBe('declared-lost');
});

test('[C7] who is stuck at the login by face is told, until they are in or it is over', () => {
	const asks = { ...initialState(frozen).face, askedAt: 200_000 };
	const stuck = { stage: 'process', enteredAt: null, ended: null, face: asks } as const;
	expect(row(stuck, [], { now: 200_000 }).need).toBe('face-asking');
	expect(row({ ...stuck, ended: done.ended }, []).need).toBe('not-begun');
	const opened = { type: 'lease.opened', data: { lease: 'new', device: 'desktop' } } as const;
	const { state } = transition({ ...done, ...stuck }, opened, 200_000);
	expect(row(state, [], { now: 200_000 }).need).toBe('not-begun');
});

test('[C23] with granted time it is not over', () => {
	const granted = { stage: 'answer', ended: null, grantedMs: 60_000 } as const;
	expect(row(granted, WHOLE, { now: 300_000 }).need).toBe('running');
});

test('[I5] who is not told what was noticed has devices and uploads, and an order that tells nothing', () => {
	const now = 200_000;
	const running = { stage: 'answer', ended: null } as const;
	const untold = (change: Partial<AttemptState>, unread = 0): CandidateRow => {
		const attempt = { id: 'a', state: { ...done, ...running, ...change }, parts: WHOLE, unread };
		return candidateRow({ candidate: 'c', name: '甲', admission: '1', attempt }, now, false);
	};
	const nothing = untold({});
	const judgement = { verdict: 'violation', reviewed: false, times: 1, at: 120_000 } as const;
	expect(untold({ incidents: { a: black(110_000, null) } })).toEqual(nothing);
	expect(untold({ noticed: { 'camera-black': 2 } })).toEqual(nothing);
	expect(untold({ judgements: { a: judgement } })).toEqual(nothing);
	expect(untold({}, 3)).toEqual(nothing);
	const evidence = { ...done.evidence, interruptedAt: 110_000 };
	expect(untold({ phone: 'interrupted', evidence })).toEqual(nothing);
	const silent = untold({ phone: 'interrupted', evidence: { ...evidence, silent: true } });
	expect(silent).toEqual({ ...nothing, need: 'phone-silent' });
});
