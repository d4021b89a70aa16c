import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partHeader } from '../../recording/testing/factories.ts';
import { ERRORS } from '../../shared/errors.ts';
import type { Fault } from './testing/fake-tus-server.ts';
import { close, id, record, sha256, until, uploadChain } from './testing/upload-chain.ts';

const SERVER_FAULTS = [
	'server.busy',
	'server.fault',
	'storage.full',
	'server.unreachable'
] as const;

test('[C24] whatever the network does and however often the page dies: the server has the vault’s bytes, sent once', async () => {
	const fault: fc.Arbitrary<Fault> = fc.oneof(
		{ weight: 4, arbitrary: fc.constant<Fault>('none') },
		fc.constantFrom<Fault>('lost-request', 'lost-response', 'cut', ...SERVER_FAULTS)
	);
	const step = fc.oneof(
		fc.record({
			grow: fc.integer({ min: 1, max: 1_300_000 }),
			part: fc.integer({ min: 1, max: 2 })
		}),
		fc.record({ wait: fc.integer({ min: 100, max: 9000 }) }),
		fc.record({ faults: fc.array(fault, { maxLength: 6 }) }),
		fc.constantFrom('crash' as const, 'offline' as const, 'online' as const)
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
			const it = uploadChain();
			for (const n of [1, 2]) await it.vault.createPart(partHeader({ id: id(n), startedAt: n }));
			let loop = it.startLoop();
			for (const what of steps) {
				if (what === 'crash') {
					it.locks.kill();
					await loop.stop();
					loop = it.startLoop();
				} else if (what === 'offline' || what === 'online') it.setOffline(what === 'offline');
				else if ('grow' in what) await record(it.vault, id(what.part), [what.grow]);
				else if ('wait' in what) await it.time.advance(what.wait);
				else it.server.faults.push(...what.faults);
			}
			for (const n of [1, 2]) await close(it.vault, id(n));
			it.setOffline(false);
			await until(it.time, () => loop.state.allVerified);
			await loop.stop();
			for (const n of [1, 2])
				expect(sha256(it.server.parts.get(id(n)) ?? new Uint8Array())).toBe(
					sha256(it.vault.bytes(id(n)))
				);
			expect(it.server.restarts).toBe(0);
			expect(it.locks.held.size).toBe(0);
		}),
		{ numRuns: 30, seed: 24 }
	);
}, 60_000);

test('the faults of the fake are codes of the table', () => {
	for (const code of SERVER_FAULTS) expect(ERRORS).toHaveProperty([code]);
});
