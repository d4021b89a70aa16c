// Loop, uploader, source and tus-js-client together, on a fake server and in time that a test moves.
import { createHash } from 'node:crypto';
import { ATTEMPT, bytesOf, partHeader } from '../../../recording/testing/factories.ts';
import { createMemoryLocks } from '../../../recording/testing/memory-locks.ts';
import { createMemoryVault, type MemoryVault } from '../../../recording/testing/memory-vault.ts';
import { silentLog } from '../../../shared/log.ts';
import { manualTime, settle, type ManualTime } from '../../../shared/testing/manual-time.ts';
import { createUploadLoop, type UploadLoop } from '../../upload-loop.ts';
import { createTusPartUploader } from '../tus-part-uploader.ts';
import { createFakeTusServer } from './fake-tus-server.ts';

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const sha256 = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('hex');

export async function record(
	vault: MemoryVault,
	part: string,
	sizes: readonly number[]
): Promise<void> {
	if (!(await vault.part(part))) await vault.createPart(partHeader({ id: part }));
	for (const [i, size] of sizes.entries()) {
		const { storedMs = 0, stored = 0 } = (await vault.part(part)) ?? {};
		await vault.append(part, bytesOf(size, stored + i), storedMs + 1000);
	}
}
export const close = (vault: MemoryVault, part: string): Promise<void> =>
	vault.closePart(part, sha256(vault.bytes(part)));

export function uploadChain() {
	const time = manualTime();
	const vault = createMemoryVault();
	const locks = createMemoryLocks();
	const server = createFakeTusServer();
	let token: string | null = 'secret';
	let epoch = 'old';
	const listeners = new Set<() => void>();
	const startLoop = (): UploadLoop => {
		const uploader = createTusPartUploader({
			vault,
			timers: time,
			httpStack: server,
			origin: 'http://exam.test',
			token: () => token,
			epoch: () => epoch
		});
		const loop = createUploadLoop({
			attempt: ATTEMPT,
			vault,
			locks,
			uploader,
			connectivity: {
				online: () => !server.offline,
				onChange(listener) {
					listeners.add(listener);
					return () => listeners.delete(listener);
				}
			},
			clock: time,
			timers: time,
			random: () => 0.5,
			log: silentLog
		});
		loop.start();
		return loop;
	};
	return {
		time,
		vault,
		locks,
		server,
		startLoop,
		setToken(next: string | null) {
			token = next;
		},
		setEpoch(next: string) {
			epoch = next;
		},
		setOffline(offline: boolean) {
			server.offline = offline;
			for (const listener of listeners) listener();
		}
	};
}

/** Moves time in small steps until it holds; @returns ms that it took */
export async function until(
	time: ManualTime,
	holds: () => boolean,
	limitMs = 600_000
): Promise<number> {
	const from = time.now();
	while (!holds()) {
		if (time.now() - from > limitMs) throw new Error('it never came to hold');
		await time.advance(100);
		await settle();
	}
	return time.now() - from;
}
