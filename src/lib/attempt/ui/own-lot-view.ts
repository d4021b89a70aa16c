// The candidate's lot as the page shows it (C12). Pure.
import type { LotView } from '../../exam/lot-view.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { OwnLot } from '../device-view.ts';

export function ownLotView(state: AttemptState, lot: OwnLot | null, drawing: boolean): LotView {
	return {
		state: stateOf(state, lot, drawing),
		number: state.lot?.number ?? null,
		of: lot?.of ?? state.lot?.of ?? 0,
		commitment: lot?.commitment ?? '',
		committedAt: lot?.committedAt ?? null,
		verifyUrl: lot ? `/verify/lot/${lot.room}` : ''
	};
}

function stateOf(state: AttemptState, lot: OwnLot | null, drawing: boolean): LotView['state'] {
	if (state.lot) return 'drawn';
	if (drawing) return 'drawing';
	return lot?.ready ? 'ready' : 'waiting';
}
