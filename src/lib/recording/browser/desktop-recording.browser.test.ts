// Camera and screen together, with Chromium's fake devices: what a page does when an end was none.
import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { createDesktopRecording } from './desktop-recording.ts';
import { createIdbVault } from './idb-vault.ts';
import { webLocks } from './web-locks.ts';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('[C23] after an end that was taken back it records again, as new parts', async () => {
	const attempt = crypto.randomUUID();
	const vault = await createIdbVault(`test-${crypto.randomUUID()}`);
	const desktop = createDesktopRecording({
		attempt,
		lease: crypto.randomUUID(),
		encodings: DEFAULT_RULES,
		vault,
		locks: webLocks,
		clock: { now: () => Date.now() },
		timers: systemTimers
	});
	for (const expected of [1, 2]) {
		desktop.record();
		await desktop.openCamera();
		await desktop.openScreen();
		await sleep(1500);
		await desktop.stop();
		expect(desktop.state.camera.state).toBe('off');
		const parts = await vault.parts(attempt);
		expect(parts.filter(({ track }) => track === 'camera')).toHaveLength(expected);
		expect(parts.filter(({ track }) => track === 'screen')).toHaveLength(expected);
		expect(parts.every(({ closed, stored }) => closed && stored > 0)).toBe(true);
	}
});
