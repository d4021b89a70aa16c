// Server time for a page without an attempt: asked over HTTP, quickly at first, then now and then.
import type { DeviceClock } from './device-clock.ts';

const FIRST_SAMPLES = 3;
const AGAIN_AFTER_MS = 20_000;
const FAILED_AGAIN_AFTER_MS = 3000;
const TIMEOUT_MS = 5000;

/**
 * @param heard told after each try whether the server answered
 * @returns a function that ends it
 */
export function followServerTime(
	clock: DeviceClock,
	heard: (answered: boolean) => void
): () => void {
	const ended = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let samples = 0;
	let asking = false;

	async function ask(): Promise<void> {
		if (asking) return;
		asking = true;
		clearTimeout(timer);
		const answered = await sample(clock, ended.signal);
		asking = false;
		if (ended.signal.aborted) return;
		if (answered) samples++;
		heard(answered);
		const wait = answered ? AGAIN_AFTER_MS : FAILED_AGAIN_AFTER_MS;
		timer = setTimeout(() => void ask(), samples > 0 && samples < FIRST_SAMPLES ? 0 : wait);
	}

	// a computer that slept has lost its place: the page becomes visible first
	const wake = (): void => {
		if (document.visibilityState === 'visible') void ask();
	};
	document.addEventListener('visibilitychange', wake);
	addEventListener('online', wake);
	void ask();
	return () => {
		ended.abort();
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', wake);
		removeEventListener('online', wake);
	};
}

async function sample(clock: DeviceClock, ended: AbortSignal): Promise<boolean> {
	const sentAt = clock.monotonic();
	try {
		const signal = AbortSignal.any([ended, AbortSignal.timeout(TIMEOUT_MS)]);
		const response = await fetch('/api/time', { cache: 'no-store', signal });
		const { now } = (await response.json()) as { now?: unknown };
		if (typeof now !== 'number') return false;
		clock.sample({ sentAt, receivedAt: clock.monotonic(), serverAt: now });
		return true;
	} catch {
		return false;
	}
}
