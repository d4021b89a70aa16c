import { deleteDB, openDB } from 'idb';
import { afterEach, expect, test } from 'vitest';
import type { AttemptState } from '../attempt-state.ts';
import type { DeviceView } from '../device-view.ts';
import { holdsVersionHere, unfinishedHere } from './kept-glance.ts';
import { openKeptAttempts, type KeptDevice } from './kept-attempts.ts';

const END = 1_796_000_000_000;
let name = '';
afterEach(() => deleteDB(name));

const kept = (
	attempt: string,
	usedAt: number,
	state: Partial<AttemptState>
): KeptDevice<DeviceView> => ({
	attempt,
	lease: 'lease',
	token: 'token',
	view: { state: { frozen: { endsAt: END }, ...state } } as unknown as DeviceView,
	usedAt
});

test('[C1, C3] finds the attempt that was used last and is not done', async () => {
	name = `glance-${crypto.randomUUID()}`;
	const store = await openKeptAttempts<DeviceView>(name);
	await store.put(kept('old', 1, { enteredAt: 1, stage: 'upload' }));
	await store.put(kept('last', 3, { enteredAt: 2, stage: 'answer' }));
	await store.put(kept('done', 4, { enteredAt: 3, stage: 'done' }));
	await store.put({ ...kept('never read', 5, {}), view: null });
	expect((await unfinishedHere(name))?.enteredAt).toBe(2);
	expect(await holdsVersionHere(END, name)).toBe(true);
	expect(await holdsVersionHere(END + 2 * 86_400_000, name)).toBe(false);
});

test('[C3] looking makes no database where there is none', async () => {
	name = `glance-${crypto.randomUUID()}`;
	expect(await unfinishedHere(name)).toBeNull();
	expect((await indexedDB.databases()).some((one) => one.name === name)).toBe(false);
});

test('[C3] looks into the database of any version, and is never in the way of its own page', async () => {
	name = `glance-${crypto.randomUUID()}`;
	const later = await openDB(name, 7, {
		upgrade: (db) => void db.createObjectStore('attempts', { keyPath: 'attempt' })
	});
	await later.put('attempts', kept('one', 1, { enteredAt: 1, stage: 'answer' }));
	expect((await unfinishedHere(name))?.stage).toBe('answer');
	expect(later.version).toBe(7);
	later.close();
	const upgraded = await openDB(name, 8);
	expect(upgraded.version).toBe(8);
	upgraded.close();
});
