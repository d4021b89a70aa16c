// What a browser keeps of its attempt, read by the test itself: the capability with which it speaks to the server.
import type { Page } from 'playwright';

export interface KeptDevice {
	readonly attempt: string;
	readonly token: string;
}

export const PHONE_DATABASE = 'duimian-evidence';

/** The first one kept. */
export function keptDevice(page: Page, database = 'duimian-attempt'): Promise<KeptDevice> {
	return page.evaluate(async (name) => {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no database'));
		});
		return new Promise<KeptDevice>((resolve) => {
			const all = db.transaction('attempts').objectStore('attempts').getAll();
			all.onsuccess = () => {
				db.close();
				const [first] = all.result as KeptDevice[];
				resolve({ attempt: first?.attempt ?? '', token: first?.token ?? '' });
			};
		});
	}, database);
}
