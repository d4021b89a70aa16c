import { expect, test } from 'vitest';
import { bytesOf, partHeader } from './factories.ts';
import { createMemoryVault } from './memory-vault.ts';
import { vaultContract } from './vault.contract.ts';

vaultContract(() => Promise.resolve(createMemoryVault()));

test('[C15] full tears nothing', async () => {
	const vault = createMemoryVault();
	vault.quota = 250;
	await vault.createPart(partHeader({ id: 'p' }));
	expect(await vault.append('p', bytesOf(200), 1)).toBe('stored');
	expect(await vault.append('p', bytesOf(100), 2)).toBe('full');
	expect(await vault.part('p')).toMatchObject({ stored: 200, storedMs: 1 });
});
