import { expect, test } from 'vitest';
import { initialState } from '../attempt-state.ts';
import type { OwnLot } from '../device-view.ts';
import { BEFORE, digest, WHOLE_WAY } from '../testing/events.ts';
import { ownLotView } from './own-lot-view.ts';

const state = initialState(WHOLE_WAY);
const LOT: OwnLot = {
	...{ room: 'R1', of: 30, commitment: digest(1), committedAt: BEFORE, ready: false },
	...{ leaf: digest(2), salt: 'salt' }
};
const drawn = { ...state, lot: { number: 7, of: 30, at: BEFORE } };

test('[C12] waits for the public value, is ready, is being turned up, is drawn', () => {
	const states = [
		ownLotView(state, null, false, 'A1'),
		ownLotView(state, LOT, false, 'A1'),
		ownLotView(state, { ...LOT, ready: true }, false, 'A1'),
		ownLotView(state, { ...LOT, ready: true }, true, 'A1'),
		ownLotView(drawn, { ...LOT, ready: true }, true, 'A1')
	].map((view) => view.state);
	expect(states).toEqual(['waiting', 'waiting', 'ready', 'drawing', 'drawn']);
});

test('[C12] shows the number only once it is drawn, and where anybody can check it', () => {
	expect(ownLotView(state, LOT, false, 'A1')).toMatchObject({
		...{
			number: null,
			of: 30,
			commitment: digest(1),
			verifyUrl: '/verify/lot/R1#salt=salt&attempt=A1'
		}
	});
	// what the log says stays, also when the draw cannot be read just now
	expect(ownLotView(drawn, null, false, 'A1')).toMatchObject({ number: 7, of: 30, verifyUrl: '' });
});
