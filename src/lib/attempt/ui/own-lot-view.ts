// The candidate's lot as the page shows it (C12). Pure.
import { lotVerifyPath, type LotView } from '../../exam/lot-view.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { OwnLot } from '../device-view.ts';
import { phoneOnReceipt } from './phone-state-view.ts';
import type { ReceiptExtras } from './receipt-view.ts';

/** @param attempt its id: with the salt it opens the published draw at the candidate's own leaf */
export function ownLotView(
	state: AttemptState,
	lot: OwnLot | null,
	drawing: boolean,
	attempt: string
): LotView {
	return {
		state: stateOf(state, lot, drawing),
		number: state.lot?.number ?? null,
		of: lot?.of ?? state.lot?.of ?? 0,
		commitment: lot?.commitment ?? '',
		committedAt: lot?.committedAt ?? null,
		verifyUrl: lot ? lotVerifyPath(lot.room, { salt: lot.salt, attempt }) : ''
	};
}

function stateOf(state: AttemptState, lot: OwnLot | null, drawing: boolean): LotView['state'] {
	if (state.lot) return 'drawn';
	if (drawing) return 'drawing';
	return lot?.ready ? 'ready' : 'waiting';
}

/** C24: what the receipt keeps of the lot and the phone. */
export const receiptExtrasOf = (
	state: AttemptState,
	lot: OwnLot | null,
	attempt: string
): ReceiptExtras => ({
	lot:
		state.lot && lot
			? { number: state.lot.number, of: lot.of, salt: lot.salt, attempt, room: lot.room }
			: null,
	phone: phoneOnReceipt(state)
});
