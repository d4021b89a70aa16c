import { expect, test } from 'vitest';
import { initialState, type AttemptState } from '../attempt/attempt-state.ts';
import type { Frozen } from '../attempt/rules.ts';
import { FROZEN } from '../attempt/testing/events.ts';
import type { ReviewPart } from '../recording/review.ts';
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
const row = (
	change: Partial<AttemptState>,
	parts = WHOLE,
	{ incidents = 0, now = LATER } = {}
): CandidateRow =>
	candidateRow(
		{
			candidate: 'c',
			name: '测试考生甲',
			admission: '1',
			attempt: { id: 'a', state: { ...done, ...change }, parts, incidents }
		},
		now
	);

test('[I1] a candidate’s need is told by upload, film, incidents, in this order', () => {
	expect(row({})).toMatchObject({ need: 'complete', cameraMs: 190_000, missingMs: 0 });
	expect(row({}, WHOLE, { incidents: 2 }).need).toBe('incidents');
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
