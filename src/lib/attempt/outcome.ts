// What the reducer answers, in the four forms that it has.
import { refuse, type ErrorCode, type Refusal } from '../shared/errors.ts';
import { isUploadComplete, type AttemptState } from './attempt-state.ts';
import type { AttemptEvent } from './events.ts';

/** What the writer of the log must append next, in the same transaction. */
export type Effect = { readonly append: AttemptEvent };

export type Transition =
	| {
			readonly state: AttemptState;
			readonly effects: readonly Effect[];
			/** Nothing new: already known, so the log gets no second line. */
			readonly known?: true;
			readonly refused?: never;
	  }
	| { readonly state: AttemptState; readonly refused: Refusal };

export const yes = (state: AttemptState, effects: readonly Effect[] = []): Transition => ({
	state,
	effects
});
export const already = (state: AttemptState): Transition => ({ state, effects: [], known: true });
export const no = (state: AttemptState, code: ErrorCode, detail?: string): Transition => ({
	state,
	refused: refuse(code, detail)
});

/** After anything that may have completed the upload: say so once. */
export function thenComplete(state: AttemptState): Transition {
	if (state.stage !== 'upload' || !isUploadComplete(state)) return yes(state);
	const parts = Object.values(state.parts);
	const bytes = parts.reduce((sum, part) => sum + (part.verified?.bytes ?? 0), 0);
	return yes(state, [
		{ append: { type: 'upload.completed', data: { parts: parts.length, bytes } } }
	]);
}
