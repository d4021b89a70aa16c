// What the desk may do to an attempt (I5), and why not now. Pure: the page greys by it.
import type { Permission } from '../accounts/permissions.ts';
import type { AttemptState } from '../attempt/attempt-state.ts';
import { phoneInCharge } from '../attempt/lease-admission.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { DeskAct } from './desk-view.ts';

export const DESK_ACT_PERMISSION: Readonly<Record<DeskAct, Permission>> = {
	'settle-details': 'details.settle',
	'unpair-phone': 'phone.unpair',
	'declare-lost': 'upload.settle',
	'expect-again': 'upload.settle'
};

export function whyNoDeskAct(act: DeskAct, state: AttemptState): ErrorCode | null {
	switch (act) {
		case 'settle-details':
			return state.disputed && state.disputeSettledAt === null ? null : 'act.nothing-to-settle';
		case 'unpair-phone':
			if (state.ended) return 'attempt.already-ended';
			return phoneInCharge(state) === null ? 'evidence.not-bound' : null;
		case 'declare-lost':
			if (!state.ended) return 'attempt.not-ended';
			if (state.stage === 'done') return 'attempt.upload-complete';
			return state.lostAt === null ? null : 'attempt.already-lost';
		case 'expect-again':
			return state.lostAt === null ? 'act.nothing-to-undo' : null;
	}
}
