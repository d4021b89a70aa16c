// What the browser says about space on the device.

/**
 * Asks the browser to keep the recordings under pressure of space. Never await it before recording: Firefox hangs on
 * its prompt.
 */
export async function askPersistence(): Promise<boolean> {
	if (await navigator.storage.persisted()) return true;
	return navigator.storage.persist();
}

/** Bytes. In Chromium the quota is no promise (usage + 10 GiB): what counts is what a write says. */
export async function estimateStorage(): Promise<{ usage: number; quota: number }> {
	const { usage = 0, quota = 0 } = await navigator.storage.estimate();
	return { usage, quota };
}
