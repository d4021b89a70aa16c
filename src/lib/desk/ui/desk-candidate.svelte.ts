// One candidate's desk, kept up to date while somebody looks at it. Without an answer it keeps what it has and says since when.
import { every } from '../../shared/browser/every.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { DeskView } from '../desk-view.ts';

const EVERY_MS = 5000;

export interface DeskCandidate {
	readonly view: DeskView;
	/** Why what is shown is not of now; null = it is. */
	readonly stale: ErrorCode | null;
	/** After something was done, or when the network is back: by the time it resolves, what is shown is of now. */
	readAgain(): Promise<void>;
	/** Reads it again every few seconds, until what it returns is called. */
	watch(): () => void;
}

export function createDeskCandidate(
	loaded: DeskView,
	read: (candidate: string) => Promise<Result<DeskView, ErrorCode>>
): DeskCandidate {
	let view = $state.raw(loaded);
	let stale = $state<ErrorCode | null>(null);
	let reading: Promise<void> | null = null;
	let closed = false;

	async function ask(): Promise<void> {
		const answer = await read(loaded.candidate.id);
		if (closed) return;
		if (answer.ok) view = answer.value;
		stale = answer.ok ? null : answer.error;
	}
	const readOnce = (): Promise<void> => (reading ??= ask().finally(() => (reading = null)));
	async function readAgain(): Promise<void> {
		// one that is under way may have been asked before the act
		await reading;
		await readOnce();
	}
	const seen = (): void => {
		if (document.visibilityState === 'visible') void readOnce();
	};
	return {
		get view() {
			return view;
		},
		get stale() {
			return stale;
		},
		readAgain,
		watch() {
			const end = every(EVERY_MS, seen);
			document.addEventListener('visibilitychange', seen);
			addEventListener('online', seen);
			return () => {
				closed = true;
				end();
				document.removeEventListener('visibilitychange', seen);
				removeEventListener('online', seen);
			};
		}
	};
}
