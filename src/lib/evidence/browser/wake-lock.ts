// Keeps the phone's screen on (P2): a phone that locks stops filming.

/** `unknown`: this browser has no Wake Lock, so nobody can say. */
export type Awake = 'idle' | 'held' | 'refused' | 'unknown';

export interface WakeLock {
	readonly state: Awake;
	/** Lets the screen go to sleep again. */
	close(): void;
}

/**
 * Holds it as long as the page is seen: the browser takes it away when the page is hidden (a call, another tab), and it
 * is taken again when the page is back. Refused by a phone in its power-saving mode: then auto-lock must be turned off
 * by hand.
 * @param changed called with every change of state, the first one included
 */
export function holdAwake(changed: (state: Awake) => void): WakeLock {
	const ended = new AbortController();
	let state: Awake = 'idle';
	let lock: WakeLockSentinel | null = null;
	let asking = false;

	const set = (next: Awake): void => {
		if (next === state || ended.signal.aborted) return;
		state = next;
		changed(next);
	};

	async function take(): Promise<void> {
		if (asking || lock || document.visibilityState !== 'visible') return;
		asking = true;
		try {
			const taken = await navigator.wakeLock.request('screen');
			if (ended.signal.aborted) return void (await taken.release());
			lock = taken;
			taken.addEventListener('release', () => {
				lost(taken);
			});
			set('held');
		} catch {
			set('refused');
		} finally {
			asking = false;
		}
	}

	/** By the system: the battery is low, or the page was hidden; asked again at once, and when it is back. */
	function lost(which: WakeLockSentinel): void {
		if (lock !== which) return;
		lock = null;
		set('refused');
		void take();
	}

	// absent without https, and in older browsers
	if ('wakeLock' in navigator) {
		document.addEventListener('visibilitychange', () => void take(), { signal: ended.signal });
		void take();
	} else queueMicrotask(() => set('unknown'));

	return {
		get state() {
			return state;
		},
		close() {
			const held = lock;
			lock = null;
			ended.abort();
			void held?.release();
		}
	};
}
