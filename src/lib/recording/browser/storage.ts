// What the browser says about space on the device.

/**
 * Asks the browser to keep the recordings under pressure of space. Never await it before recording: Firefox hangs on
 * its prompt.
 */
export async function askPersistence(): Promise<boolean> {
	if (await navigator.storage.persisted()) return true;
	return navigator.storage.persist();
}
