import { describe, expect, test } from 'vitest';
import { CHECKLIST_MS, finishView, sittingState } from './finish-view.ts';

const STARTS = 1_000_000;
const ENDS = 1_600_000;
const SITTING = {
	...{ startsAt: STARTS, endsAt: ENDS, startedAt: null },
	...({ enteredAt: null, endedAt: null } as { enteredAt: number | null; endedAt: number | null })
};

test('[P4] the phone knows the sitting’s state, by its clock where it has no network', () => {
	expect(sittingState(SITTING, STARTS - 1)).toBe('before');
	const entered = { ...SITTING, enteredAt: STARTS - 500 };
	expect(sittingState(entered, STARTS - 1)).toBe('waiting');
	expect(sittingState(entered, STARTS)).toBe('answering');
	expect(sittingState(entered, ENDS)).toBe('over');
	expect(sittingState({ ...entered, endedAt: STARTS + 5 }, STARTS + 6)).toBe('over');
});

describe('[P6] the checklist', () => {
	const state = { ...SITTING, manifest: true, desktopDone: false, published: false };
	const here = { stopped: true, allVerified: true, failed: false };

	test('while the interview runs it is not over, whatever the phone has sent', () => {
		const view = finishView(state, { ...here, stopped: false }, STARTS);
		expect(view).toMatchObject({ state: 'not-over', until: null });
	});
	test('after the end it may be stopped, then sends, then is done; an hour long', () => {
		const states = [
			finishView(state, { ...here, stopped: false }, ENDS),
			finishView(state, { ...here, allVerified: false }, ENDS),
			finishView(state, { ...here, allVerified: false, failed: true }, ENDS),
			finishView(state, here, ENDS)
		];
		expect(states.map((one) => one.state)).toEqual(['may-stop', 'uploading', 'failed', 'done']);
		expect(states[0]?.until).toBe(ENDS + CHECKLIST_MS);
		const early = finishView({ ...state, endedAt: STARTS + 5 }, here, ENDS);
		expect(early.until).toBe(STARTS + 5 + CHECKLIST_MS);
	});
	test('verified bytes are not the whole of it: the server must have the list too', () => {
		expect(finishView({ ...state, manifest: false }, here, ENDS).state).toBe('uploading');
	});
});
