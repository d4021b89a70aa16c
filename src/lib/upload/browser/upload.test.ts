import { describe, expect, test } from 'vitest';
import { uploaderLock } from '../../recording/ports.ts';
import { bytesOf, partHeader } from '../../recording/testing/factories.ts';
import { close, id, record, until, uploadChain } from './testing/upload-chain.ts';

describe('upload', () => {
	test('[C15] a growing part goes up in batches, its end is an empty PATCH, then it is verified', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [80_000]);
		const loop = startLoop();
		for (let i = 0; i < 20; i++) {
			await time.advance(1000);
			await record(vault, id(1), [80_000]);
		}
		await close(vault, id(1));
		const took = await until(time, () => loop.state.allVerified);
		expect(took).toBeLessThan(1500);
		expect(server.parts.get(id(1))).toEqual(vault.bytes(id(1)));
		const patches = server.seen.filter((one) => one.method === 'PATCH');
		expect(patches.length).toBeLessThan(10);
		expect(patches.at(-1)).toMatchObject({ bytes: 0, length: 21 * 80_000 });
		expect(patches.slice(0, -1).every((one) => one.bytes > 0 && one.length === null)).toBe(true);
		await loop.stop();
	});

	test('[C24] when recording has ended, a flush sends at once', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [1000]);
		const loop = startLoop();
		await time.advance(1500);
		await record(vault, id(1), [1000]);
		await close(vault, id(1));
		const requests = server.seen.length;
		loop.flush();
		expect(await until(time, () => server.verified.size === 1)).toBeLessThanOrEqual(200);
		expect(server.seen.length - requests).toBe(3);
		await loop.stop();
	});

	test('[C24] a cut final PATCH, a lost finish answer and an empty part all come through', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await vault.createPart(partHeader({ id: id(2) }));
		await close(vault, id(2));
		await record(vault, id(1), [5000]);
		await close(vault, id(1));
		server.faults.push('none', 'none', 'cut', 'cut', 'none', 'none', 'lost-response', 'none');
		const loop = startLoop();
		await until(time, () => loop.state.allVerified);
		expect(server.parts.get(id(1))).toEqual(vault.bytes(id(1)));
		expect(server.restarts).toBe(0);
		await loop.stop();
	});

	test('[C24] a 5xx or an expired token at HEAD never starts a second upload', async () => {
		for (const fault of ['server.busy', 'server.fault', 'token.invalid'] as const) {
			const { time, vault, server, startLoop } = uploadChain();
			await record(vault, id(1), [50_000]);
			const first = startLoop();
			await until(time, () => server.parts.get(id(1))?.byteLength === 50_000);
			await first.stop();
			await close(vault, id(1));
			server.faults.push(fault);
			const loop = startLoop();
			await time.advance(1000);
			if (fault === 'token.invalid') expect(loop.state.halted).toBe('token.invalid');
			loop.wake();
			await until(time, () => loop.state.allVerified);
			expect(server.seen.filter((one) => one.url === '/api/upload')).toHaveLength(1);
			await loop.stop();
		}
	});

	test('[C24] a server that lost the part gets it anew', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [50_000]);
		const loop = startLoop();
		await until(time, () => server.parts.has(id(1)));
		await time.advance(2000);
		server.forget(id(1));
		await record(vault, id(1), [50_000]);
		await close(vault, id(1));
		await until(time, () => loop.state.allVerified);
		expect(server.parts.get(id(1))).toEqual(vault.bytes(id(1)));
		await loop.stop();
	});

	test('[C24] a copy with a wrong digest is set aside and sent again from 0', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [50_000]);
		const loop = startLoop();
		await until(time, () => server.parts.get(id(1))?.byteLength === 50_000);
		server.corrupt(id(1));
		await close(vault, id(1));
		await until(time, () => loop.state.allVerified);
		expect(server.parts.get(id(1))).toEqual(vault.bytes(id(1)));
		expect(await vault.part(id(1))).toMatchObject({ verified: true, acked: 50_000 });
		await loop.stop();
	});

	test('[C24] offline: says so, waits, and goes on at once when the network is back', async () => {
		const { time, vault, startLoop, setOffline } = uploadChain();
		setOffline(true);
		await record(vault, id(1), [50_000]);
		await close(vault, id(1));
		const loop = startLoop();
		await time.advance(60_000);
		expect(loop.state).toMatchObject({ online: false, allVerified: false });
		expect(loop.state.tracks[0]).toMatchObject({ problem: 'server.unreachable', acked: 0 });
		expect(loop.state.tracks[0]?.nextTryAt).toBeGreaterThan(time.now());
		setOffline(false);
		expect(await until(time, () => loop.state.allVerified)).toBeLessThan(500);
		await loop.stop();
	});

	test('[C24] a refused token halts everything until it is woken with a new one', async () => {
		const { time, vault, server, startLoop, setToken } = uploadChain();
		setToken('old');
		await record(vault, id(1), [1000]);
		await close(vault, id(1));
		const loop = startLoop();
		await time.advance(1000);
		const asked = server.seen.length;
		await time.advance(120_000);
		expect(server.seen.length).toBe(asked);
		expect(loop.state).toMatchObject({ halted: 'token.invalid' });
		setToken('secret');
		loop.wake();
		await until(time, () => loop.state.allVerified);
		expect(loop.state.halted).toBeNull();
		await loop.stop();
	});

	test('[C24] a full server disk: slower, told, then done', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [1000]);
		await close(vault, id(1));
		server.faults.push('none', 'storage.full', 'storage.full');
		const loop = startLoop();
		await time.advance(9000);
		expect(loop.state.tracks[0]?.problem).toBe('storage.full');
		expect(server.seen.length).toBe(2);
		expect(await until(time, () => loop.state.allVerified)).toBeLessThan(60_000);
		await loop.stop();
	});

	test('[C15] another tab that holds the lock is left alone, and its progress is seen', async () => {
		const { time, vault, locks, server, startLoop } = uploadChain();
		await record(vault, id(1), [1000]);
		await close(vault, id(1));
		const other = Promise.withResolvers<undefined>();
		const holding = locks.hold(uploaderLock(id(1)), () => other.promise);
		const loop = startLoop();
		await time.advance(5000);
		expect(server.seen).toEqual([]);
		expect(loop.state.parts[0]).toMatchObject({ elsewhere: true, problem: null });
		await vault.note(id(1), { acked: 700 });
		await time.advance(1100);
		expect(loop.state.parts[0]?.acked).toBe(700);
		other.resolve(undefined);
		await holding;
		await until(time, () => loop.state.allVerified);
		await loop.stop();
	});

	test('[C24] the oldest left-over goes first, a live part always', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		for (let n = 1; n <= 6; n++) {
			await vault.createPart(partHeader({ id: id(n), startedAt: n }));
			await vault.append(id(n), bytesOf(100, n), 1000);
			if (n < 6) await close(vault, id(n));
		}
		const loop = startLoop();
		await until(time, () => server.verified.size === 5);
		expect([...server.verified].slice(0, 2).sort()).toEqual([id(1), id(2)]);
		expect(server.parts.get(id(6))?.byteLength).toBe(100);
		await loop.stop();
	});

	test('[C15] safe until: what the server has, as a time', async () => {
		const { time, vault, server, startLoop } = uploadChain();
		await record(vault, id(1), [1000, 1000]);
		const loop = startLoop();
		await time.advance(1500);
		expect(loop.state.tracks).toMatchObject([{ track: 'camera', safeUntil: 1_000_000 + 2000 }]);
		server.offline = true;
		await record(vault, id(1), [5000, 1000]);
		await time.advance(10_000);
		expect(loop.state.tracks).toMatchObject([{ safeUntil: 1_000_000 + 2000, bytes: 8000 }]);
		await loop.stop();
	});
});
