// What the desk may do to an attempt (I5): some of the acts of all staff, as its forms say them. Pure.
import type { Permission } from '../accounts/permissions.ts';
import type { AttemptState } from '../attempt/attempt-state.ts';
import type { ActBody } from '../invigilation/act-form.ts';
import { kindOf, whyNoUndo } from '../invigilation/acts.ts';
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { DeskAct } from './desk-view.ts';

/** Whoever may do a thing may take it back. */
export const permissionOfDeskAct = (act: DeskAct): Permission =>
	kindOf(act === 'expect-again' ? 'declare-lost' : act).permission;

/** Null: possible now. */
export const whyNoDeskAct = (act: DeskAct, state: AttemptState, now: Millis): ErrorCode | null =>
	act === 'expect-again' ? whyNoUndo('declare-lost', state, now) : kindOf(act).whyNot(state, now);

/** What the person had before them, where another one may move it on meanwhile. */
export interface DeskSeen {
	/** Of the phone in charge. */
	readonly lease: string | null;
	readonly grants: number;
	readonly disputes: number;
}

/** What a form says beside id and reason, with what the person saw. */
export function deskActBody(act: DeskAct, { lease, grants, disputes }: DeskSeen): ActBody {
	switch (act) {
		case 'unpair-phone':
			return { act, seen: { lease: lease ?? '' } };
		case 'settle-details':
			return { act, seen: { disputes } };
		case 'expect-again':
			return { act: 'undo', undoes: 'declare-lost', seen: { grants } };
		default:
			return { act };
	}
}
