import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pause } from '../shared/timers.ts';
import { manualTime, settle } from '../shared/testing/manual-time.ts';
import type { SliceData, Vault } from './ports.ts';
import { createSliceWriter, type SliceWriter } from './slice-writer.ts';
import { bytesOf, partHeader } from './testing/factories.ts';
import { sliceOf } from './testing/fake-recorder.ts';
import { createMemoryVault } from './testing/memory-vault.ts';

const HEADER = partHeader({ id: 'p' });
const EMPTY = sliceOf(new ArrayBuffer(0));
const full = (n: number): SliceData => sliceOf(bytesOf(100, n));
const joined = (...all: ArrayBuffer[]): Uint8Array =>
	new Uint8Array(Buffer.concat(all.map((one) => Buffer.from(one))));

function setUp(wrap: (vault: Vault) => Vault = (vault) => vault) {
	const time = manualTime();
	const vault = createMemoryVault();
	let lost = 0;
	const writer: SliceWriter = createSliceWriter({
		vault: wrap(vault),
		timers: time,
		header: HEADER,
		changed() {},
		makeRoom: () => Promise.resolve(),
		unreadable: () => void (lost += 1)
	});
	return { time, vault, writer, lost: () => lost };
}

describe('slice writer', () => {
	test('[C15] an empty slice that is the first in the queue does not stop what comes after it', async () => {
		const { vault, writer } = setUp();
		for (const [n, slice] of [full(1), EMPTY, full(2), EMPTY, EMPTY, full(3)].entries()) {
			writer.add(slice, (n + 1) * 800);
			await settle();
		}
		expect(writer).toMatchObject({ storedBytes: 300, heldBytes: 0, storedMs: 6 * 800 });
		await writer.close();
		expect(vault.bytes('p')).toEqual(joined(bytesOf(100, 1), bytesOf(100, 2), bytesOf(100, 3)));
		expect(await vault.part('p')).toMatchObject({ stored: 300, closed: true });
	});

	test('[C15] closed at once, with slices that nobody has looked at yet', async () => {
		const { vault, writer } = setUp();
		for (const slice of [EMPTY, full(1), EMPTY, full(2)]) writer.add(slice, 800);
		await writer.close();
		expect(await vault.part('p')).toMatchObject({ stored: 200, closed: true });
	});

	test('[C15] what comes while the last slices wait for room is stored before the part is closed', async () => {
		const { time, vault, writer } = setUp();
		writer.add(full(1), 800);
		await settle();
		vault.quota = 100;
		writer.add(full(2), 1600);
		const closing = writer.close();
		await settle();
		writer.add(full(3), 2400);
		vault.quota = Infinity;
		await time.advance(1000);
		await closing;
		expect(await vault.part('p')).toMatchObject({ stored: 300, closed: true });
		// a recorder that speaks again after that would put bytes behind the digest
		writer.add(full(4), 3200);
		await settle();
		expect(writer).toMatchObject({ storedBytes: 300, heldBytes: 0 });
	});

	test('[C15] empty slices before the first byte are no film', async () => {
		const { vault, writer } = setUp();
		writer.add(EMPTY, 2000);
		writer.add(EMPTY, 4000);
		await settle();
		expect(writer).toMatchObject({ storedMs: 0, storedBytes: 0 });
		await writer.close();
		expect(await vault.part('p')).toBeUndefined();
	});

	test('[C15] slices lie in the order in which they came, however long each takes to be read', async () => {
		const { time, vault, writer } = setUp();
		const read = (n: number, ms: number): SliceData => ({
			size: 100,
			arrayBuffer: () => pause(time, ms).then(() => bytesOf(100, n))
		});
		writer.add(read(1, 3000), 800);
		writer.add(read(2, 10), 1600);
		expect(writer.heldBytes).toBe(200);
		const closing = writer.close();
		await time.advance(3000);
		await closing;
		expect(vault.bytes('p')).toEqual(joined(bytesOf(100, 1), bytesOf(100, 2)));
	});

	test('[C15] a slice that cannot be read is told, the rest is kept', async () => {
		const { vault, writer, lost } = setUp();
		writer.add({ size: 100, arrayBuffer: () => Promise.reject(new Error('gone')) }, 800);
		writer.add(full(2), 1600);
		await writer.close();
		expect(lost()).toBe(1);
		expect(await vault.part('p')).toMatchObject({ stored: 100, closed: true });
	});

	test('[C15] a vault that stores, throws and cannot be asked does not get the slice twice', async () => {
		const { time, vault, writer } = setUp((vault) => {
			let silent = 0;
			return {
				...vault,
				async append(...given) {
					await vault.append(...given);
					silent = 1;
					throw new Error('torn');
				},
				part: (id) => (silent-- > 0 ? Promise.reject(new Error('no connection')) : vault.part(id))
			};
		});
		writer.add(full(1), 800);
		writer.add(full(2), 1600);
		const closing = writer.close();
		await time.advance(5000);
		await closing;
		expect(vault.bytes('p')).toEqual(joined(bytesOf(100, 1), bytesOf(100, 2)));
	});

	test('[C15] whatever is full, empty, slow or fails: every byte is stored, in order, once', async () => {
		/** What the vault does when it is asked the next time. */
		const mood = fc.record({
			ms: fc.constantFrom(0, 0, 50, 3000),
			fails: fc.constantFrom('not', 'not', 'not', 'full', 'before', 'after')
		});
		const slice = fc.record({
			size: fc.constantFrom(0, 0, 1, 100),
			readMs: fc.constantFrom(0, 0, 700),
			thenMs: fc.constantFrom(0, 0, 0, 800, 2000)
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(slice, { maxLength: 14 }),
				fc.array(mood, { maxLength: 14 }),
				async (slices, moods) => {
					const left = [...moods];
					const it = setUp((vault) => ({
						...vault,
						async append(...given) {
							const { ms, fails } = left.shift() ?? { ms: 0, fails: 'not' };
							if (ms > 0) await pause(it.time, ms);
							if (fails === 'full') return 'full';
							if (fails === 'before') throw new Error('before');
							const outcome = await vault.append(...given);
							if (fails === 'after') throw new Error('after');
							return outcome;
						},
						part: (id) =>
							left.length % 3 === 1 ? Promise.reject(new Error('busy')) : vault.part(id)
					}));
					const given: ArrayBuffer[] = [];
					for (const [n, { size, readMs, thenMs }] of slices.entries()) {
						const data = bytesOf(size, n);
						given.push(data);
						it.writer.add(
							{
								size,
								arrayBuffer: () =>
									readMs > 0 ? pause(it.time, readMs).then(() => data) : Promise.resolve(data)
							},
							n
						);
						if (thenMs > 0) await it.time.advance(thenMs);
					}
					let closed = false;
					const closing = it.writer.close().then(() => (closed = true));
					for (let turn = 0; turn < 60 && !closed; turn++) {
						await it.time.advance(2000);
						left.shift();
					}
					expect(closed).toBe(true);
					await closing;
					expect(it.writer.heldBytes).toBe(0);
					expect(it.vault.bytes('p')).toEqual(joined(...given));
				}
			),
			{ numRuns: 60, seed: 15 }
		);
	});
});
