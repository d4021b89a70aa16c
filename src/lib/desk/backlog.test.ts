import { expect, test } from 'vitest';
import { initialState, type KnownPart } from '../attempt/attempt-state.ts';
import { FROZEN } from '../attempt/testing/events.ts';
import { backlogOf } from './backlog.ts';

const part = (fields: Partial<KnownPart>): KnownPart => ({
	...{ lease: 'l', track: 'camera', announced: true, verified: null, declared: null },
	...fields
});
const said = (bytes: number, sha256 = 'a') => ({ bytes, sha256 });

test('[I5] what has arrived and what has not, track by track, with the sizes that are known', () => {
	const parts = {
		here: part({ verified: said(10), declared: said(10) }),
		'other-bytes': part({ verified: said(20), declared: said(21, 'b') }),
		named: part({ declared: said(30), announced: false }),
		announced: part({ track: 'screen' }),
		'of-no-size': part({ track: 'screen' }),
		film: part({ track: 'evidence' })
	};
	const state = { ...initialState(FROZEN), parts };
	expect(backlogOf(state, new Map([['announced', 400]]))).toEqual([
		{ track: 'camera', parts: 3, verified: 1, verifiedBytes: 30, missing: 2, missingBytes: 51 },
		{ track: 'screen', parts: 2, verified: 0, verifiedBytes: 0, missing: 2, missingBytes: 400 },
		{ track: 'evidence', parts: 1, verified: 0, verifiedBytes: 0, missing: 1, missingBytes: null }
	]);
	expect(backlogOf(initialState(FROZEN), new Map())).toEqual([]);
});
