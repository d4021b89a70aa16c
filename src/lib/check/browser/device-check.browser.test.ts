// The whole of it in a real Chromium: fake camera, MediaRecorder, IndexedDB, real HTTP to a real disk.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { openCamera, type CaptureSource } from '../../recording/browser/capture.ts';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { DeviceCheck } from '../ports.ts';
import { checkServerIs, HASTY_IDLE_MS } from '../testing/check-faults.ts';
import { openDeviceCheck } from './device-check.ts';

const never = new AbortController().signal;
const nothing = (): void => {};
let source: CaptureSource | null = null;
let check: DeviceCheck<CaptureSource>;

beforeEach(async () => {
	await checkServerIs('none');
	check = valueOf(await openDeviceCheck(never));
});
afterEach(async () => {
	await checkServerIs('none');
	await check.end();
	source?.close();
	source = null;
	vi.restoreAllMocks();
	expect(await checkServerIs()).toMatchObject({ open: 0, files: 0 });
	const databases = (await indexedDB.databases()).map(({ name }) => name);
	expect(databases.filter((name) => name?.startsWith('duimian-check'))).toEqual([]);
});

function valueOf<T>(result: Result<T, ErrorCode>): T {
	if (!result.ok) throw new Error(result.error);
	return result.value;
}

async function camera(): Promise<CaptureSource> {
	const opened = await openCamera(DEFAULT_RULES.camera);
	if (!opened.ok) throw new Error(opened.error.code);
	return (source = opened.value);
}

/** @param kbps at which this page sends; null = as fast as it goes */
async function line(kbps: number | null): Promise<void> {
	const client = cdp() as unknown as { send(method: string, params?: object): Promise<unknown> };
	await client.send('Network.enable');
	await client.send('Network.emulateNetworkConditions', {
		...{ offline: false, latency: kbps === null ? 0 : 60, downloadThroughput: -1 },
		uploadThroughput: kbps === null ? -1 : kbps * 125
	});
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const refused = (code: ErrorCode) => ({ ok: false, error: code });

describe('test recording', () => {
	test('[C4] the film goes the real way and comes back playable; the camera stays open', async () => {
		const steps: [string, number][] = [];
		const opened = await camera();
		const recorded = valueOf(
			await check.record(opened, 3000, (...step) => steps.push(step), never)
		);
		expect([...new Set(steps.map(([step]) => step))]).toEqual([
			'recording',
			'uploading',
			'fetching'
		]);
		for (const step of ['recording', 'uploading', 'fetching'])
			expect(steps.findLast(([name]) => name === step)?.[1]).toBe(1);
		const blob = await (await fetch(recorded.url)).blob();
		expect(blob.size).toBe(recorded.bytes);
		expect(blob.type).toMatch(/^video\//);
		const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(blob) });
		// the encoder of a busy machine is behind when 3 s are over
		expect(await input.computeDuration()).toBeGreaterThan(1);
		expect(opened.live).toBe(true);
		await check.end();
		await expect(fetch(recorded.url)).rejects.toThrow();
	});

	test('[C4] two at once take turns and neither takes the other’s film', async () => {
		const [opened, other] = [await camera(), valueOf(await openDeviceCheck(never))];
		const both = await Promise.all([
			check.record(opened, 1200, nothing, never),
			other.record(opened, 1200, nothing, never)
		]);
		const [one, two] = both.map(valueOf);
		expect(one?.url).not.toBe(two?.url);
		await other.end();
	});

	test('[C4] a server that is away for a moment loses nothing', async () => {
		await checkServerIs('gone-once');
		valueOf(await check.record(await camera(), 2000, nothing, never));
	});

	test('[C4] another film than the one that was sent is told', async () => {
		await checkServerIs('other-film');
		const recorded = await check.record(await camera(), 1500, nothing, never);
		expect(recorded).toEqual(refused('check.film-differs'));
	});

	test('[C4] a full server, and a check that is over in the middle, each have their words', async () => {
		const opened = await camera();
		await checkServerIs('full');
		expect(await check.record(opened, 1500, nothing, never)).toEqual(refused('check.busy'));
		await checkServerIs('expired');
		expect(await check.record(opened, 1500, nothing, never)).toEqual(refused('check.over'));
	});

	test('[C4] a camera that stops in the middle gives no film, and no waiting', async () => {
		const opened = await camera();
		setTimeout(() => opened.close(), 1000);
		const begun = performance.now();
		const recorded = await check.record(opened, 60_000, nothing, never);
		expect(recorded).toEqual(refused('check.no-film'));
		expect(performance.now() - begun).toBeLessThan(15_000);
	});

	test('[C4] stopped by the candidate it ends at once', async () => {
		const over = new AbortController();
		const recording = check.record(await camera(), 60_000, nothing, over.signal);
		setTimeout(() => over.abort(), 1000);
		expect(await recording).toEqual(refused('check.stopped'));
	});

	test('[C4] a page that lies frozen with the database open is no waiting for ever', async () => {
		const frozen = indexedDB.open('duimian-check', 1);
		await new Promise((resolve) => (frozen.onsuccess = resolve));
		const recorded = await check.record(await camera(), 1000, nothing, never);
		expect(recorded).toEqual(refused('check.storage-refused'));
		frozen.result.close();
	});

	test('[C4] what a page that crashed has left is removed', async () => {
		const left = indexedDB.open('duimian-check', 1);
		await new Promise((resolve) => (left.onsuccess = resolve));
		left.result.close();
		await check.end();
		const names = (await indexedDB.databases()).map(({ name }) => name);
		expect(names).not.toContain('duimian-check');
	});
});

describe('an old browser', () => {
	test('[C4] one that lacks something is told so; what it has is measured', async () => {
		vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as unknown as LockManager);
		const opened = await camera();
		expect(await check.record(opened, 1000, nothing, never)).toEqual(refused('device.unsupported'));
		valueOf(await check.storage(1_000_000));
		vi.spyOn(AbortSignal, 'any').mockImplementation(() => {
			throw new TypeError('test');
		});
		expect(await check.latency(never)).toEqual(refused('device.unsupported'));
	});
});

describe('line', () => {
	test('[C4] a line of 0.1 Mbit/s is measured over the real path, and ends', async () => {
		const shares: number[] = [];
		await line(100);
		const begun = performance.now();
		const rate = valueOf(await check.measureUpload((share) => shares.push(share), never));
		await line(null);
		expect(performance.now() - begun).toBeLessThan(12_000);
		expect(rate.ms).toBeGreaterThanOrEqual(5000);
		expect(rate.kbps).toBeGreaterThan(60);
		expect(rate.kbps).toBeLessThan(110);
		expect(shares.length).toBeGreaterThan(3);
	});

	test('[C4] a server that is gone for good is an error with words, in about ten seconds', async () => {
		setTimeout(() => void checkServerIs('gone'), 2000);
		expect(await check.measureUpload(nothing, never)).toEqual(refused('check.unreachable'));
	});

	test('[C4] whoever takes longer than an idle check lives is measured all the same', async () => {
		await checkServerIs('hasty');
		const late = valueOf(await openDeviceCheck(never));
		await pause(HASTY_IDLE_MS * 0.6);
		// what is left would not do on a slow line: a fresh one is taken, and that one given back
		expect(await checkServerIs()).toMatchObject({ open: 1 });
		await pause(HASTY_IDLE_MS * 0.5);
		valueOf(await late.measureUpload(nothing, never));
		await late.end();
	});

	test('[C4] latency, jitter and the clock: this one is five seconds ahead', async () => {
		const latency = valueOf(await check.latency(never));
		expect(latency.latencyMs).toBeGreaterThan(0);
		expect(latency.latencyMs).toBeLessThan(1000);
		expect(latency.jitterMs).toBeGreaterThanOrEqual(0);
		expect(Math.abs(latency.clockAheadMs - 5000)).toBeLessThan(500);
	});

	test('[C4] no check while the server has no place, and none that anybody has broken off', async () => {
		await checkServerIs('busy');
		expect(await openDeviceCheck(never)).toEqual(refused('check.busy'));
		expect(await openDeviceCheck(AbortSignal.abort())).toEqual(refused('check.stopped'));
	});
});

describe('storage', () => {
	test('[C4] what was written is read again, and removed', async () => {
		const storage = valueOf(await check.storage(3_000_000));
		expect(storage.wroteBytes).toBe(3_000_000);
		expect(storage.freeBytes).toBeGreaterThan(0);
		expect(valueOf(await check.storage(100_000_000)).wroteBytes).toBe(8_000_000);
	});

	test('[C4] a browser that refuses, is full, or tells nothing of its space', async () => {
		const put = vi.spyOn(IDBObjectStore.prototype, 'put');
		const fails = (name: string) => () => {
			throw new DOMException('test', name);
		};
		put.mockImplementation(fails('QuotaExceededError'));
		expect(await check.storage(1_000_000)).toEqual(refused('check.storage-full'));
		put.mockImplementation(fails('InvalidStateError'));
		expect(await check.storage(1_000_000)).toEqual(refused('check.storage-refused'));
		put.mockRestore();
		vi.spyOn(navigator, 'storage', 'get').mockReturnValue(undefined as unknown as StorageManager);
		expect(valueOf(await check.storage(1_000_000)).freeBytes).toBeNull();
	});

	test('[C4] the recordings of an exam are not touched', async () => {
		const vault = await createIdbVault();
		valueOf(await check.storage(1_000_000));
		await check.end();
		const names = (await indexedDB.databases()).map(({ name }) => name);
		expect(names).toContain('duimian-recordings');
		await vault.remove();
	});
});
