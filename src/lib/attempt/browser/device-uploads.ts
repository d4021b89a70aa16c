// The durable store of a device's recordings and what sends them: opened once for a page, before anything records.
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import { askPersistence } from '../../recording/browser/storage.ts';
import { webLocks } from '../../recording/browser/web-locks.ts';
import type { Vault } from '../../recording/ports.ts';
import { recoverParts } from '../../recording/recovery.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { browserConnectivity } from '../../upload/browser/connectivity.ts';
import { createFetchHttpStack } from '../../upload/browser/fetch-http-stack.ts';
import { createTusPartUploader } from '../../upload/browser/tus-part-uploader.ts';
import { createUploadLoop, type UploadLoop } from '../../upload/upload-loop.ts';
import type { Head } from '../ports.ts';

/** Of the device's link, what its uploads need. */
export interface UploadingLink {
	readonly attempt: string;
	readonly token: string;
	readonly clock: Clock;
	epoch(): string | null;
	acknowledged(head: Head): void;
}

export interface DeviceUploads {
	readonly vault: Vault;
	/** Started; to be stopped when the page is left. */
	readonly uploads: UploadLoop;
	/** Whether the browser promises to keep what lies here; a person may be asked first, so never wait for it. */
	readonly persistent: Promise<boolean>;
}

/**
 * What a crash left is closed before this resolves.
 * @param database one for each kind of device: were both in one browser, each would take the other's parts for its own
 */
export async function openDeviceUploads(
	link: UploadingLink,
	database: string
): Promise<DeviceUploads> {
	const { attempt, clock } = link;
	const vault = await createIdbVault(database);
	// not awaited: Firefox asks the person, and recording does not wait for that
	const persistent = askPersistence().catch(() => false);
	await recoverParts({ vault, locks: webLocks, attempt });
	const uploads = createUploadLoop({
		...{ attempt, vault, clock, locks: webLocks, timers: systemTimers, log: silentLog },
		uploader: createTusPartUploader({
			vault,
			timers: systemTimers,
			httpStack: createFetchHttpStack(systemTimers),
			origin: location.origin,
			token: () => link.token,
			epoch: () => link.epoch()
		}),
		connectivity: browserConnectivity,
		random: Math.random,
		onVerified: (_part, head) => link.acknowledged(head)
	});
	uploads.start();
	return { vault, uploads, persistent };
}
