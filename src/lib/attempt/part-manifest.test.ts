import { expect, test } from 'vitest';
import { ATTEMPT, LEASE, partHeader } from '../recording/testing/factories.ts';
import { createMemoryVault } from '../recording/testing/memory-vault.ts';
import type { EventData } from './events.ts';
import { createPartManifest } from './part-manifest.ts';
import { digest, uuid } from './testing/events.ts';

/** A device with one part that is still being recorded. */
async function device() {
	const vault = createMemoryVault();
	const said: EventData<'manifest.closed'>[] = [];
	let named = false;
	const manifest = createPartManifest({
		...{ attempt: ATTEMPT, lease: LEASE, vault },
		heard: () => ({ isNamed: () => named }),
		say: async (data) => void said.push(data)
	});
	await vault.createPart(partHeader({ id: uuid(1), track: 'evidence' }));
	await vault.append(uuid(1), new ArrayBuffer(5), 800);
	return { vault, said, manifest, serverHasIt: (has: boolean) => (named = has) };
}

test('[C24] nothing is named while a part is being recorded; then all of them, once', async () => {
	const { vault, said, manifest } = await device();
	expect(await manifest.send()).toBe(false);
	expect(said).toEqual([]);
	await vault.closePart(uuid(1), digest(1));
	expect(await manifest.send()).toBe(true);
	// on its way: the outbox sends it until it is acknowledged
	await Promise.all([manifest.send(), manifest.send()]);
	const part = { id: uuid(1), track: 'evidence', bytes: 5, sha256: digest(1) };
	expect(said).toEqual([{ lease: LEASE, parts: [part] }]);
});

test('[C24][P6] what was recorded after the list was said makes another list', async () => {
	const { vault, said, manifest } = await device();
	await vault.closePart(uuid(1), digest(1));
	await manifest.send();
	await vault.createPart(partHeader({ id: uuid(2), startedAt: 2_000_000 }));
	await vault.closePart(uuid(2), digest(2));
	await manifest.send();
	expect(said.map(({ parts }) => parts.map(({ id }) => id))).toEqual([
		[uuid(1)],
		[uuid(1), uuid(2)]
	]);
});

test('[C24] a page opened later says nothing when the server has the same list', async () => {
	const { vault, said, manifest, serverHasIt } = await device();
	await vault.closePart(uuid(1), digest(1));
	serverHasIt(true);
	expect(await manifest.send()).toBe(true);
	expect(said).toEqual([]);
	// … and says it once the server, restored, has it no longer
	serverHasIt(false);
	await manifest.send();
	expect(said).toHaveLength(1);
});

test('a device without a part says that there is none', async () => {
	const said: unknown[] = [];
	const manifest = createPartManifest({
		...{ attempt: ATTEMPT, lease: LEASE, vault: createMemoryVault(), heard: () => null },
		say: async (data) => void said.push(data)
	});
	await manifest.send();
	expect(said).toEqual([{ lease: LEASE, parts: [] }]);
});
