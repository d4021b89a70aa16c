// The device's whole upload side over real HTTP against our own server: fetch, tus-js-client, disk, digest.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesOf } from '../../recording/testing/factories.ts';
import { createMemoryLocks } from '../../recording/testing/memory-locks.ts';
import { createMemoryVault, type MemoryVault } from '../../recording/testing/memory-vault.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { silentLog } from '../../shared/log.ts';
import { temporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.ts';
import {
	ATTEMPT,
	newHeader,
	ourServer,
	serve,
	TOKEN,
	type OurServer
} from '../testing/upload-server.ts';
import { createUploadLoop, type UploadLoop } from '../upload-loop.ts';
import { createFetchHttpStack, Unreachable } from './fetch-http-stack.ts';
import { createTusPartUploader } from './tus-part-uploader.ts';

let folder: TemporaryFolder;
let server: OurServer;
let loop: UploadLoop | undefined;
beforeEach(async () => {
	folder = await temporaryFolder();
	server = await ourServer(folder.path);
});
afterEach(async () => {
	await loop?.stop();
	await server.close();
	await folder.remove();
});

const MB = 1_000_000;

function startLoop(vault: MemoryVault): UploadLoop {
	const uploader = createTusPartUploader({
		vault,
		timers: systemTimers,
		httpStack: createFetchHttpStack(systemTimers),
		origin: server.origin,
		token: () => TOKEN
	});
	loop = createUploadLoop({
		attempt: ATTEMPT,
		vault,
		locks: createMemoryLocks(),
		uploader,
		connectivity: { online: () => true, onChange: () => () => {} },
		clock: { now: () => Date.now() },
		timers: systemTimers,
		random: Math.random,
		log: silentLog
	});
	loop.start();
	return loop;
}

const allVerified = (running: UploadLoop): Promise<void> =>
	new Promise((resolve) => {
		const stop = running.subscribe((state) => {
			if (!state.allVerified) return;
			stop();
			resolve();
		});
	});

test('[C24] two tracks of 3 minutes are verified within 3 s of their end', async () => {
	const vault = createMemoryVault();
	const headers = [newHeader(), { ...newHeader(), track: 'screen' as const }];
	// what 3 minutes weigh: camera 648 kbit/s, screen 400 kbit/s; the last second comes after the loop has caught up
	const sizes = [14.6 * MB, 9 * MB];
	for (const [i, header] of headers.entries()) {
		await vault.createPart(header);
		await vault.append(header.id, bytesOf(sizes[i] ?? 0, i), 180_000);
	}
	const running = startLoop(vault);
	await expect
		.poll(() => running.state.tracks.every((t) => t.acked === t.bytes && t.bytes > 0), {
			timeout: 15_000
		})
		.toBe(true);
	const done = allVerified(running);
	for (const { id } of headers) {
		await vault.append(id, bytesOf(80_000, 7), 181_000);
		await vault.closePart(id, createHash('sha256').update(vault.bytes(id)).digest('hex'));
	}
	const endedAt = performance.now();
	running.flush();
	await done;
	expect(performance.now() - endedAt).toBeLessThan(3000);
	for (const { id } of headers)
		expect((await server.bytesOf(id)).equals(vault.bytes(id))).toBe(true);
}, 30_000);

test('[C24] a server that never answers is unreachable after its time, not for ever', async () => {
	const { promise: silence } = Promise.withResolvers<undefined>();
	const deaf = await serve(() => void silence);
	const hurried = { after: (ms: number, work: () => void) => systemTimers.after(ms / 200, work) };
	const request = createFetchHttpStack(hurried).createRequest('HEAD', `${deaf.origin}/x`);
	await expect(request.send(null)).rejects.toThrow(Unreachable);
	await deaf.close();
});
