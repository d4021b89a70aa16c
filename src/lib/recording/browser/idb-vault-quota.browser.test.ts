// A quota as the browser enforces it (set through the DevTools protocol).
import { cdp } from 'vitest/browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf, partHeader } from '../testing/factories.ts';
import { createIdbVault } from './idb-vault.ts';

interface Cdp {
	send(method: string, params: Record<string, unknown>): Promise<unknown>;
}
const setQuota = (quota: { quotaSize?: number }): Promise<unknown> =>
	(cdp() as unknown as Cdp).send('Storage.overrideQuotaForOrigin', {
		origin: location.origin,
		...quota
	});

const CHUNK_BYTES = 400_000;

beforeAll(async () => {
	const { usage = 0 } = await navigator.storage.estimate();
	await setQuota({ quotaSize: usage + 9_000_000 });
});
afterAll(() => setQuota({}));

test('[C15] full tears nothing; the reserve lets a part end; verified parts make room', async () => {
	const vault = await createIdbVault(`test-${crypto.randomUUID()}`);
	await vault.createPart(partHeader({ id: 'old' }));
	for (let i = 0; i < 5; i++) await vault.append('old', bytesOf(CHUNK_BYTES, i), i);
	await vault.closePart('old', 'a'.repeat(64));
	await vault.createPart(partHeader({ id: 'new' }));

	let kept = 0;
	// the browser remembers free space for up to half a minute: fill until it notices
	const fill = async (): Promise<void> => {
		while ((await vault.append('new', bytesOf(CHUNK_BYTES, kept), kept)) === 'stored')
			kept += CHUNK_BYTES;
	};
	await fill();
	const beforeReserve = kept;
	await fill();
	expect(kept).toBeGreaterThan(beforeReserve);
	expect(await vault.part('new')).toMatchObject({ stored: kept });
	expect((await vault.read('new', 0, kept)).size).toBe(kept);

	await vault.note('old', { verified: true });
	expect(await vault.free('old')).toBe(5 * CHUNK_BYTES);
	expect(await vault.append('new', bytesOf(CHUNK_BYTES, 99), 99)).toBe('stored');
	expect(await vault.part('old')).toMatchObject({ verified: true, freed: true });
});
