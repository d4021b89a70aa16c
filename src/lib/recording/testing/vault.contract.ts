// What every vault must do, run on the fake and on IndexedDB.
import { describe, expect, test } from 'vitest';
import type { Vault } from '../ports.ts';
import { ATTEMPT, bytesOf, partHeader } from './factories.ts';

const textOf = (blob: Blob): Promise<string> => blob.text();
const chunk = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;
const SHA = 'a'.repeat(64);

/** The shortest wait that lets the browser do something else; timers are too coarse. */
const anotherTurn = (): Promise<void> =>
	new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});

export function vaultContract(make: () => Promise<Vault>): void {
	describe('vault', () => {
		test('[C15] a chunk and its counters go in together', async () => {
			const vault = await make();
			expect(await vault.createPart(partHeader({ id: 'p' }))).toBe('stored');
			expect(await vault.append('p', chunk('hello'), 1000)).toBe('stored');
			expect(await vault.append('p', chunk(' world'), 2000)).toBe('stored');
			expect(await vault.part('p')).toMatchObject({ stored: 11, storedMs: 2000, closed: false });
		});

		test('[C15] reads any range across chunks', async () => {
			const vault = await make();
			await vault.createPart(partHeader({ id: 'p' }));
			for (const text of ['abc', 'def', 'ghi']) await vault.append('p', chunk(text), 0);
			for (let start = 0; start < 9; start++)
				for (let end = start + 1; end <= 9; end++)
					expect(await textOf(await vault.read('p', start, end))).toBe(
						'abcdefghi'.slice(start, end)
					);
		});

		test('a hole is a broken assumption', async () => {
			const vault = await make();
			await vault.createPart(partHeader({ id: 'p' }));
			await vault.append('p', chunk('abc'), 0);
			await expect(vault.read('p', 1, 4)).rejects.toThrow('hole');
		});

		test('parts of one attempt, in the order of their start', async () => {
			const vault = await make();
			await vault.createPart(partHeader({ id: 'late', startedAt: 30 }));
			await vault.createPart(partHeader({ id: 'early', startedAt: 10 }));
			await vault.createPart(partHeader({ id: 'other', attempt: 'another', startedAt: 20 }));
			expect((await vault.parts(ATTEMPT)).map((part) => part.id)).toEqual(['early', 'late']);
		});

		test('a closed part takes no more bytes', async () => {
			const vault = await make();
			await vault.createPart(partHeader({ id: 'p' }));
			await vault.append('p', chunk('abc'), 5);
			await vault.closePart('p', SHA);
			expect(await vault.part('p')).toMatchObject({ closed: true, sha256: SHA, stored: 3 });
			await expect(vault.append('p', chunk('d'), 6)).rejects.toThrow('closed');
		});

		test('[C24] notes of the upload stay beside the growing part', async () => {
			const vault = await make();
			await vault.createPart(partHeader({ id: 'p' }));
			await vault.append('p', chunk('abc'), 5);
			await vault.note('p', { uploadUrl: '/api/upload/p' });
			await vault.append('p', chunk('def'), 6);
			await vault.note('p', { acked: 3 });
			expect(await vault.part('p')).toMatchObject({
				stored: 6,
				acked: 3,
				uploadUrl: '/api/upload/p'
			});
		});

		test('[C15] a part that is closed while a note of the upload is being written is closed', async () => {
			const vault = await make();
			// somewhere among these moments the first has written its row and is not synced yet
			for (let turns = 0; turns < 40; turns++) {
				const id = `p${String(turns)}`;
				await vault.createPart(partHeader({ id }));
				await vault.append(id, chunk('abc'), 5);
				const noted = vault.note(id, { acked: 3 });
				for (let turn = 0; turn < turns; turn++) await anotherTurn();
				await Promise.all([noted, vault.closePart(id, SHA)]);
				expect(await vault.part(id)).toMatchObject({ acked: 3, closed: true, sha256: SHA });
			}
		});

		test('[C24] only verified parts are freed, and stay known', async () => {
			const vault = await make();
			for (const id of ['p', 'q']) {
				await vault.createPart(partHeader({ id }));
				await vault.append(id, bytesOf(1000), 5);
				await vault.closePart(id, SHA);
			}
			expect(await vault.free('p')).toBe(0);
			await vault.note('p', { verified: true });
			expect(await vault.free('p')).toBe(1000);
			expect(await vault.free('p')).toBe(0);
			expect(await vault.part('p')).toMatchObject({ freed: true, verified: true, stored: 1000 });
			await expect(vault.read('p', 0, 10)).rejects.toThrow('hole');
			expect((await vault.read('q', 0, 1000)).size).toBe(1000);
		});
	});
}
