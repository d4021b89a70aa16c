// The desk's search box: one question at a time, the newest counts.
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { readDeskQuery } from '../desk-query.ts';
import type { DeskSearch } from '../desk-view.ts';

export type SearchState =
	| { readonly kind: 'idle' }
	/** Nothing is asked with so little. */
	| { readonly kind: 'too-short' }
	| { readonly kind: 'searching' }
	| { readonly kind: 'found'; readonly found: DeskSearch }
	| { readonly kind: 'failed'; readonly code: ErrorCode };

export interface DeskSearching {
	readonly state: SearchState;
	search(typed: string): Promise<void>;
	close(): void;
}

export function createDeskSearch(
	ask: (typed: string, signal: AbortSignal) => Promise<Result<DeskSearch, ErrorCode>>
): DeskSearching {
	let state = $state.raw<SearchState>({ kind: 'idle' });
	let asking: AbortController | null = null;

	return {
		get state() {
			return state;
		},
		async search(typed) {
			asking?.abort();
			const query = readDeskQuery(typed);
			if (!query) {
				state = { kind: typed.trim() === '' ? 'idle' : 'too-short' };
				return;
			}
			const mine = new AbortController();
			asking = mine;
			state = { kind: 'searching' };
			const answer = await ask(query.text, mine.signal);
			if (mine.signal.aborted) return;
			state = answer.ok
				? { kind: 'found', found: answer.value }
				: { kind: 'failed', code: answer.error };
		},
		close: () => asking?.abort()
	};
}
