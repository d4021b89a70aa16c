import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { refuse } from '../shared/errors.ts';
import { err } from '../shared/result.ts';
import { settle } from '../shared/testing/manual-time.ts';
import { recorderLock } from './ports.ts';
import { recoverParts } from './recovery.ts';
import { ATTEMPT, bytesOf } from './testing/factories.ts';
import { fakeSource, sliceOf } from './testing/fake-recorder.ts';
import { setUpTrack as setUp } from './testing/track-rig.ts';

const EMPTY = sliceOf(new ArrayBuffer(0));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('track recorder', () => {
	test('[C15] slices go into the vault in order, the part is closed with its digest', async () => {
		const { vault, recorder, film, slices, time } = setUp();
		const startedAt = time.now();
		expect(await recorder.switchTo(fakeSource('Front'))).toMatchObject({ ok: true });
		await film(3);
		expect(recorder.state).toMatchObject({
			state: 'recording',
			bytes: 3000,
			storedUntil: startedAt + 3000,
			heldInMemory: 0
		});
		slices.last.tail = bytesOf(77);
		await recorder.stop();
		const part = await vault.part('part-1');
		expect(part).toMatchObject({ startedAt, source: 'Front', stored: 3077, closed: true });
		expect(part?.sha256).toBe(sha256(vault.bytes('part-1')));
		expect(recorder.state).toMatchObject({ state: 'stopped', bytes: 3077 });
	});

	test('[C15] the witness is the digest of what is stored', async () => {
		const { vault, recorder, film } = setUp();
		await recorder.switchTo(fakeSource());
		expect(recorder.witnesses()).toEqual([]);
		await film(2);
		expect(recorder.witnesses()).toEqual([
			{ part: 'part-1', bytes: 2000, sha256: sha256(vault.bytes('part-1')) }
		]);
	});

	test('[C15] the part is locked while it is recorded, free once it is closed', async () => {
		const { locks, recorder, film } = setUp();
		await recorder.switchTo(fakeSource());
		await film(1);
		expect(await locks.tryHold(recorderLock('part-1'), async () => 'mine')).toBeUndefined();
		await recorder.stop();
		expect(await locks.tryHold(recorderLock('part-1'), async () => 'mine')).toBe('mine');
	});

	test('[C16] another device: the new part has started before the old one ends', async () => {
		const { vault, slices, recorder, film } = setUp();
		await recorder.switchTo(fakeSource('A'));
		await film(2);
		const [first] = slices.runs;
		const stoppedBefore: (boolean | undefined)[] = [];
		recorder.subscribe((state) => {
			if (state.part?.id === 'part-2') stoppedBefore.push(first?.stopped);
		});
		if (first) first.tail = bytesOf(500);
		await recorder.switchTo(fakeSource('B'));
		await film(1);
		await recorder.stop();
		expect(slices.runs).toHaveLength(2);
		expect(await vault.parts(ATTEMPT)).toMatchObject([
			{ id: 'part-1', stored: 2500, closed: true, source: 'A' },
			{ id: 'part-2', stored: 1000, closed: true, source: 'B' }
		]);
		expect(first?.stopped).toBe(true);
	});

	test('[C16] a device that cannot be recorded leaves the old one running', async () => {
		const { slices, recorder, film } = setUp();
		await recorder.switchTo(fakeSource('A'));
		await film(1);
		slices.broken = true;
		expect(await recorder.switchTo(fakeSource('B'))).toMatchObject({ ok: false });
		expect(slices.runs[0]?.stopped).toBe(false);
		expect(recorder.state).toMatchObject({ state: 'recording', part: { source: 'A' } });
	});

	test('[C15] a lost camera is opened again by itself, as a new part', async () => {
		let plugged = false;
		const { time, vault, recorder, film, slices } = setUp({
			reopen: async () =>
				plugged ? recorder.switchTo(fakeSource('B')) : err(refuse('device.camera-missing'))
		});
		const source = fakeSource('A');
		await recorder.switchTo(source);
		await film(2);
		source.unplug();
		await time.advance(3000);
		expect(recorder.state).toMatchObject({
			state: 'interrupted',
			problem: 'device.camera-missing',
			interrupted: { why: 'source-ended' }
		});
		expect(await vault.part('part-1')).toMatchObject({ closed: true });
		plugged = true;
		while (slices.runs.length < 2) await time.advance(500);
		await film(2);
		expect(recorder.state).toMatchObject({ state: 'recording', problem: null, interrupted: null });
	});

	test('[C15] a stopped screen share waits for the touch', async () => {
		const { time, slices, recorder, film } = setUp({ track: 'screen' });
		const source = fakeSource('screen');
		await recorder.switchTo(source);
		await film(1);
		source.unplug();
		await time.advance(60_000);
		expect(slices.runs).toHaveLength(1);
		expect(recorder.state).toMatchObject({
			state: 'interrupted',
			problem: 'device.screen-refused'
		});
		await recorder.switchTo(fakeSource('screen'));
		expect(recorder.state.state).toBe('recording');
	});

	test('[C15] a recorder that fails is started again on the living source', async () => {
		const { time, slices, recorder, film } = setUp({ track: 'screen' });
		await recorder.switchTo(fakeSource());
		await film(1);
		slices.last.events.failed('encoder');
		slices.last.events.stopped();
		await time.advance(1000);
		expect(slices.runs).toHaveLength(2);
		expect(recorder.state.state).toBe('recording');
	});

	test('[P4] a type that cannot be recorded after all gives way to the next', async () => {
		const { time, slices, recorder, film } = setUp({ track: 'evidence', mimes: ['h264', 'vp8'] });
		slices.broken = true;
		await recorder.switchTo(fakeSource());
		while (slices.runs.length < 3) await time.advance(500);
		slices.broken = false;
		while (recorder.state.state !== 'recording') await time.advance(500);
		await film(1);
		await recorder.switchTo(fakeSource('the next part'));
		const types = slices.runs.map(({ settings }) => settings.mime);
		expect(types.slice(0, 2)).toEqual(['h264', 'h264']);
		expect(new Set(types.slice(2))).toEqual(new Set(['vp8']));
		expect(recorder.state).toMatchObject({ state: 'recording', problem: null });
	});

	test('[C15] 3 s without a slice end the part; a still screen that answers lives on', async () => {
		const camera = setUp();
		await camera.recorder.switchTo(fakeSource());
		await camera.film(1);
		await camera.time.advance(2900);
		expect(camera.slices.runs).toHaveLength(1);
		await camera.time.advance(200);
		expect(camera.slices.runs).toHaveLength(2);

		const screen = setUp({ track: 'screen' });
		await screen.recorder.switchTo(fakeSource('screen', { mayStandStill: true }));
		await screen.film(1);
		for (let i = 0; i < 5; i++) {
			await screen.time.advance(2100);
			screen.slices.last.events.slice(EMPTY);
		}
		expect(screen.slices.last.nudges).toBe(5);
		expect(screen.slices.runs).toHaveLength(1);
	});

	test('[C24] vault full: verified parts go first, the order stays, nothing is lost', async () => {
		const { time, vault, recorder, film } = setUp();
		await recorder.switchTo(fakeSource('A'));
		await film(5);
		await recorder.switchTo(fakeSource('B'));
		await vault.note('part-1', { verified: true });
		vault.quota = 7000;
		await film(2);
		expect(recorder.state.problem).toBeNull();
		await film(1);
		expect(recorder.state).toMatchObject({ problem: 'device.storage-full', heldInMemory: 1000 });
		expect(await vault.part('part-1')).toMatchObject({ freed: true });
		await time.advance(1100);
		expect(recorder.state).toMatchObject({ state: 'recording', problem: null, heldInMemory: 0 });
		await recorder.stop();
		const part = await vault.part('part-2');
		expect(part).toMatchObject({ stored: 3000 });
		expect(part?.sha256).toBe(sha256(vault.bytes('part-2')));
	});

	test('[C15] vault full and nothing to free: a new part at half the bitrate, memory keeps the rest', async () => {
		const { time, vault, slices, recorder, film } = setUp();
		await recorder.switchTo(fakeSource());
		vault.quota = 3000;
		await film(3);
		const storedUntil = recorder.state.storedUntil;
		await film(4);
		expect(slices.runs.map((run) => run.settings.videoBitsPerSecond)).toEqual([600_000, 300_000]);
		expect(recorder.state).toMatchObject({
			state: 'recording',
			problem: 'device.storage-full',
			storedUntil,
			heldInMemory: 4000
		});
		vault.quota = Infinity;
		await time.advance(1100);
		await recorder.stop();
		const parts = await vault.parts(ATTEMPT);
		expect(parts.map((part) => [part.stored, part.closed])).toEqual([
			[4000, true],
			[3000, true]
		]);
	});

	test('[C15] stop while a device is starting leaves nothing running', async () => {
		const { slices, vault, recorder, locks } = setUp();
		const switching = recorder.switchTo(fakeSource());
		await recorder.stop();
		expect(await switching).toMatchObject({ ok: false });
		await settle();
		expect(slices.runs.every((run) => run.stopped)).toBe(true);
		expect(await vault.parts(ATTEMPT)).toEqual([]);
		expect(locks.held.size).toBe(0);
	});

	test('[C15] whatever happens, in any order, every slice given out is stored once and in order', async () => {
		const step = fc.oneof(
			{ weight: 6, arbitrary: fc.constant('film') },
			fc.constantFrom('switch', 'fail', 'unplug', 'full', 'room', 'verify', 'wait')
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const it = setUp({ reopen: async () => it.recorder.switchTo(fakeSource('again')) });
				const given = new Map<object, ArrayBuffer[]>();
				await it.recorder.switchTo(fakeSource());
				for (const [i, what] of steps.entries()) {
					const run = it.slices.last;
					if (what === 'film' && !run.stopped) {
						const data = bytesOf(100 + i, i);
						given.set(run, [...(given.get(run) ?? []), data]);
						run.events.slice(sliceOf(data));
						await it.time.advance(500);
					} else if (what === 'switch') await it.recorder.switchTo(fakeSource(String(i)));
					else if (what === 'fail') run.events.failed('x');
					else if (what === 'unplug') run.source.unplug();
					else if (what === 'full') it.vault.quota = it.vault.used;
					else if (what === 'room') it.vault.quota = Infinity;
					else if (what === 'wait') await it.time.advance(4000);
				}
				it.vault.quota = Infinity;
				const stopping = it.recorder.stop();
				await it.time.advance(10_000);
				await stopping;
				const expected = [...given.values()].map((all) =>
					sha256(Buffer.concat(all.map((one) => Buffer.from(one))))
				);
				const stored = (await it.vault.parts(ATTEMPT)).map((part) => part.sha256);
				expect(stored.sort()).toEqual(expected.sort());
				expect(it.locks.held.size).toBe(0);
			}),
			{ numRuns: 40, seed: 15 }
		);
	});
});

describe('recovery', () => {
	test('[C15] a crashed part is closed with its digest, a live one is left alone', async () => {
		const { vault, locks, recorder, film } = setUp();
		await recorder.switchTo(fakeSource());
		await film(3);
		expect(await recoverParts({ vault, locks, attempt: ATTEMPT })).toEqual({
			closed: [],
			unreadable: []
		});
		locks.kill();
		expect(await recoverParts({ vault, locks, attempt: ATTEMPT })).toEqual({
			closed: ['part-1'],
			unreadable: []
		});
		expect(await vault.part('part-1')).toMatchObject({
			closed: true,
			sha256: sha256(vault.bytes('part-1'))
		});
	});
});
