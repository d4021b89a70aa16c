import { describe, expect, test } from 'vitest';
import { initialState, type KnownPart } from './attempt-state.ts';
import { heardParts } from './heard-parts.ts';
import { partsToOfferAgain } from './offer-again.ts';
import { FROZEN } from './testing/events.ts';

const part = { id: 'p', verified: true, verifiedIn: 'old' };
const known: KnownPart = {
	...{ lease: 'l', track: 'camera', announced: true, declared: null },
	verified: { bytes: 1, sha256: 'a'.repeat(64) }
};
const view = (epoch: string, parts: Record<string, KnownPart>) =>
	heardParts({ epoch, state: { ...initialState(FROZEN), parts } }, 'l');

describe('[C24] after a restored backup a part is offered again', () => {
	test('that the server does not know, or knows only as announced', () => {
		expect(partsToOfferAgain([part], view('new', {}))).toEqual(['p']);
		const announced = { p: { ...known, verified: null } };
		expect(partsToOfferAgain([part], view('new', announced))).toEqual(['p']);
	});

	test('that was verified before epochs were kept with parts', () => {
		expect(partsToOfferAgain([{ id: 'p', verified: true }], view('new', {}))).toEqual(['p']);
	});

	test('not one that the backup had', () => {
		expect(partsToOfferAgain([part], view('new', { p: known }))).toEqual([]);
	});

	test('not one that was verified in this epoch, after the view was read', () => {
		expect(partsToOfferAgain([part], view('old', {}))).toEqual([]);
	});

	test('not one that is on its way anyhow', () => {
		expect(partsToOfferAgain([{ ...part, verified: false }], view('new', {}))).toEqual([]);
	});
});
