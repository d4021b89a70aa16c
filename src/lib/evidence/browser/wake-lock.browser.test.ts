// Headless Chromium has a Wake Lock; it is released by hand where the system would.
import { afterEach, expect, test, vi } from 'vitest';
import { holdAwake, type Awake, type WakeLock } from './wake-lock.ts';

const held: WakeLock[] = [];
afterEach(() => {
	for (const lock of held.splice(0)) lock.close();
	vi.restoreAllMocks();
	Reflect.deleteProperty(document, 'visibilityState');
});

/** Sentinels that were given out. */
function awake() {
	const given: WakeLockSentinel[] = [];
	const request = navigator.wakeLock.request.bind(navigator.wakeLock);
	const ask = vi.spyOn(navigator.wakeLock, 'request').mockImplementation(async (type) => {
		const sentinel = await request(type);
		given.push(sentinel);
		return sentinel;
	});
	const states: Awake[] = [];
	const lock = holdAwake((state) => states.push(state));
	held.push(lock);
	return { given, ask, states, lock };
}

const show = (state: DocumentVisibilityState): void => {
	Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
	document.dispatchEvent(new Event('visibilitychange'));
};

test('[P2] held, and released when it is closed', async () => {
	const { given, lock } = awake();
	await expect.poll(() => lock.state).toBe('held');
	lock.close();
	await expect.poll(() => given[0]?.released).toBe(true);
});

test('[P2] taken away while the page was hidden, taken again when it is back', async () => {
	const { given, states, lock } = awake();
	await expect.poll(() => lock.state).toBe('held');
	show('hidden');
	await given[0]?.release();
	expect(lock.state).toBe('refused');
	show('visible');
	await expect.poll(() => lock.state).toBe('held');
	expect(states).toEqual(['held', 'refused', 'held']);
	expect(given).toHaveLength(2);
});

test('[P2] refused (a phone that saves power) is said, and tried again when the page is back', async () => {
	const ask = vi
		.spyOn(navigator.wakeLock, 'request')
		.mockRejectedValue(new DOMException('', 'NotAllowedError'));
	const states: Awake[] = [];
	held.push(holdAwake((state) => states.push(state)));
	await expect.poll(() => states).toEqual(['refused']);
	ask.mockRestore();
	show('visible');
	await expect.poll(() => states).toEqual(['refused', 'held']);
});

test('[P2] closed before it was given: it is given back', async () => {
	const { given, ask, states, lock } = awake();
	expect(ask).toHaveBeenCalledOnce();
	lock.close();
	await expect.poll(() => given[0]?.released).toBe(true);
	expect(states).toEqual([]);
});

test('[P2] a browser without it: nobody can say', async () => {
	const prototype = Object.getOwnPropertyDescriptor(Navigator.prototype, 'wakeLock');
	Reflect.deleteProperty(Navigator.prototype, 'wakeLock');
	const states: Awake[] = [];
	held.push(holdAwake((state) => states.push(state)));
	if (prototype) Object.defineProperty(Navigator.prototype, 'wakeLock', prototype);
	await expect.poll(() => states).toEqual(['unknown']);
});
