// One form that must be done once: its id lasts until there is a definite answer. When the answer is lost nobody knows
// whether it was done; pressing again says the same under the same id.
import { isRefused, isUnanswered, type ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';

export type PressState<T> =
	| { readonly kind: 'ready' }
	| { readonly kind: 'busy' }
	/** It may have been done; why that is not known. */
	| { readonly kind: 'unknown'; readonly code: ErrorCode }
	| { readonly kind: 'refused'; readonly code: ErrorCode }
	| { readonly kind: 'done'; readonly value: T };

export interface Press<T> {
	readonly state: PressState<T>;
	press(): Promise<void>;
	/** What was done, or refused, needs to be shown no more. */
	clear(): void;
}

export function createPress<T>(
	send: (id: string) => Promise<Result<T, ErrorCode>>,
	newId: () => string = () => crypto.randomUUID()
): Press<T> {
	let state = $state.raw<PressState<T>>({ kind: 'ready' });
	let id: string | null = null;

	return {
		get state() {
			return state;
		},
		async press() {
			if (state.kind === 'busy') return;
			id ??= newId();
			const before = state.kind;
			state = { kind: 'busy' };
			const answer = await send(id);
			if (!answer.ok && leavesOpen(answer.error, before)) {
				state = { kind: 'unknown', code: answer.error };
				return;
			}
			id = null;
			state = answer.ok
				? { kind: 'done', value: answer.value }
				: { kind: 'refused', code: answer.error };
		},
		clear() {
			if (state.kind === 'done' || state.kind === 'refused') state = { kind: 'ready' };
		}
	};
}

/** A session that is over has done nothing, and tells nothing of an answer that was lost before. */
const leavesOpen = (code: ErrorCode, before: PressState<unknown>['kind']): boolean =>
	isUnanswered(code) || (before === 'unknown' && !isRefused(code));
