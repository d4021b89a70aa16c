// Free space of the medium, asked at most once a second: below the floor nothing is written, so that the database
// that may lie beside the recordings never meets a full disk.
import { statfs } from 'node:fs/promises';

const REMEMBERED_MS = 1000;

export interface FreeSpace {
	isLow(): Promise<boolean>;
}

/** @param path anything on the medium; it need not exist yet, then nothing is known and nothing is refused */
export function freeSpace(path: string, minFreeBytes: number): FreeSpace {
	let low = false;
	let askedAt = -Infinity;
	let asking: Promise<void> | null = null;

	async function ask(): Promise<void> {
		const facts = await statfs(path).catch(() => null);
		low = facts !== null && facts.bavail * facts.bsize < minFreeBytes;
		askedAt = performance.now();
		asking = null;
	}

	return {
		async isLow() {
			if (performance.now() - askedAt > REMEMBERED_MS) await (asking ??= ask());
			return low;
		}
	};
}
