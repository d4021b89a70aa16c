// Hand-in files on their way in: appended slice by slice, synced, removed once they are taken. The same store as for
// parts, in a folder of its own.
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { Result } from '../../shared/result.ts';
import { HAND_IN_TYPE } from '../hand-in-format.ts';
import { createDiskPartBytes } from './disk-part-bytes.ts';

/** A file that nobody carries on for so long is removed; its owner still has it. */
const FORGOTTEN_MS = 7 * 24 * 3_600_000;

export interface HandInDrop {
	path(file: string): string;
	size(file: string): Promise<number>;
	/** As `PartBytes.append`; the first slice begins the file. */
	append(
		file: string,
		offset: number,
		body: Readable,
		limit: number
	): Promise<Result<number, Refusal & { readonly size?: number }>>;
	remove(file: string): Promise<void>;
	/** Removes what was begun and forgotten. */
	sweep(): Promise<void>;
	close(): Promise<void>;
}

export function createHandInDrop(options: {
	readonly dataDir: string;
	readonly log: Log;
	readonly minFreeBytes: number;
}): HandInDrop {
	const { log, minFreeBytes } = options;
	const root = join(options.dataDir, 'hand-in');
	const path = (file: string): string => join(root, `${file}${HAND_IN_TYPE}`);
	const paths = {
		root,
		folder: () => root,
		raw: (_: string, file: string) => path(file),
		film: (_: string, file: string) => path(file),
		aside: (_: string, file: string, nth: number) => `${path(file)}.aside-${nth}`
	};
	const bytes = createDiskPartBytes({ paths, log, minFreeBytes });
	const ALL = '';

	return {
		path,
		size: async (file) => (await bytes.size(ALL, file)) ?? 0,
		async append(file, offset, body, limit) {
			await bytes.create(ALL, file);
			return bytes.append(ALL, file, offset, body, limit);
		},
		async remove(file) {
			await bytes.release(ALL, file);
			await rm(path(file), { force: true });
		},
		async sweep() {
			await mkdir(root, { recursive: true });
			for (const name of await readdir(root)) {
				const at = join(root, name);
				const age = Date.now() - (await stat(at)).mtimeMs;
				if (age > FORGOTTEN_MS) await rm(at, { force: true });
			}
		},
		close: () => bytes.close()
	};
}
