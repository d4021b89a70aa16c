// The secret by which the server knows this browser again (C8). In a database of its own: made once, by whichever tab
// comes first, and durable before it is used.
import { openDB, type DBSchema } from 'idb';

interface Schema extends DBSchema {
	device: { key: 'key'; value: string };
}

const KEY_BYTES = 32;

export async function deviceKey(name = 'duimian-device'): Promise<string> {
	const db = await openDB<Schema>(name, 1, {
		upgrade: (fresh) => void fresh.createObjectStore('device')
	});
	const tx = db.transaction('device', 'readwrite', { durability: 'strict' });
	const known = await tx.store.get('key');
	const key = known ?? newKey();
	if (known === undefined) await tx.store.put(key, 'key');
	await tx.done;
	db.close();
	return key;
}

const newKey = (): string =>
	btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(KEY_BYTES))))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
