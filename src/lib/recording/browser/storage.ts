// What the browser says about space on the device.

/**
 * Asks the browser to keep the recordings under pressure of space. Never await it before recording: Firefox hangs on
 * its prompt.
 */
export async function askPersistence(): Promise<boolean> {
	if (await navigator.storage.persisted()) return true;
	return navigator.storage.persist();
}

/**
 * Bytes that may still be stored, null where the browser does not tell. Not the free space: Chromium says at most 10 GiB,
 * whatever the disk has, and less only when the disk has really less.
 */
export async function freeBytes(): Promise<number | null> {
	const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
	return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}
