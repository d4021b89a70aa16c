import { expect, test } from 'vitest';
import { timecodeOf } from '../evidence/timecode.ts';
import { clockGap, filmSync, shownTimecodes, syncFindings } from './film-sync.ts';

const ATTEMPT = '00000000-0000-4000-8000-000000000001';
const code = (at: number) => timecodeOf({ attempt: ATTEMPT, at, parts: [] });
const line = (at: number, text = code(at)) => ({
	...{ seq: 1, type: 'timecode.shown', at, lateMs: 0 },
	data: { at, code: text, parts: [] }
});

test('[C34] a code of the log is computed again; one that does not fit its facts is no witness', () => {
	const log = [line(9000), line(3000), line(5000, code(5001)), { ...line(1), type: 'help.sent' }];
	const { shown, wrong } = shownTimecodes(ATTEMPT, log);
	expect(shown.map(({ at }) => at)).toEqual([3000, 9000]);
	expect(wrong).toEqual([5000]);
	expect(shownTimecodes(ATTEMPT.replace(/1$/, '2'), log).shown).toEqual([]);
});

test('[E4] the median of the readings is the shift; one wild reading does not move it', () => {
	const readings = [400, 390, 9000, 410].map((ms, at) => ({ at, filmAt: at + ms }));
	expect(filmSync([0, 1, 2, 3, 4], readings, -80)).toEqual({
		at: 0,
		byCode: 405,
		byClocks: -80,
		found: 4,
		missing: [4]
	});
	expect(filmSync([0], [], null).byCode).toBeNull();
});

test('[E4] the clocks disagree by the difference of their quickest digests', () => {
	const parts = [
		{ id: 'c', track: 'camera' as const },
		{ id: 'e', track: 'evidence' as const }
	];
	const seen = (part: string, lag: number) => ({ part, at: 1000, seenAt: 1000 + lag });
	// the phone's clock is 270 ms ahead: its digests seem to take less time
	const witnesses = [seen('c', 900), seen('c', 40), seen('e', -230), seen('e', 100)];
	expect(clockGap(parts, witnesses)).toBe(270);
	expect(clockGap(parts, [seen('c', 40)])).toBeNull();
});

test('[C33] the larger disagreement is noted, with the codes that were not found', () => {
	const sync = { at: 6000, byCode: -400, byClocks: 120, found: 5, missing: [7000, 8000, 9000] };
	expect(syncFindings(sync, [])).toMatchObject([
		{ kind: 'codes-missing', at: 7000, count: 3, total: 8 },
		{ kind: 'out-of-step', ms: 400, by: 'code' }
	]);
	expect(syncFindings({ ...sync, byClocks: 900, missing: [] }, [])).toMatchObject([
		{ kind: 'out-of-step', ms: 900, by: 'clocks' }
	]);
	expect(syncFindings({ ...sync, byCode: 99, byClocks: null, missing: [] }, [])).toEqual([]);
	expect(syncFindings(null, [5000])).toMatchObject([{ kind: 'codes-wrong', count: 1 }]);
});
