// The files of small pictures: one for each attempt and track, overwritten. Knows neither who may write nor who may look.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isId } from '../../shared/fields.ts';
import type { PictureTrack } from '../staff-wire.ts';

export interface PictureFiles {
	keep(attempt: string, track: PictureTrack, bytes: Uint8Array): Promise<void>;
	/** Null = there is none: never sent, cleared away, or set back from a backup without its data folder. */
	read(attempt: string, track: PictureTrack): Promise<Buffer | null>;
	/** Of which something lies here. */
	attempts(): Promise<readonly string[]>;
	/** All of it, also what a killed process left half written. */
	remove(attempts: ReadonlySet<string>): Promise<void>;
}

export function createPictureFiles(dataDir: string): PictureFiles {
	const folder = join(dataDir, 'pictures');
	const pathOf = (attempt: string, track: PictureTrack): string =>
		join(folder, `${attempt}.${track}.jpg`);
	const names = (): Promise<string[]> => readdir(folder).catch(() => []);
	const ownerOf = (name: string): string => name.slice(0, name.indexOf('.'));

	return {
		/** A reader never sees half of one; no fsync, for what a power cut takes is replaced in seconds. */
		async keep(attempt, track, bytes) {
			await mkdir(folder, { recursive: true });
			const path = pathOf(attempt, track);
			const beside = `${path}.${randomUUID()}`;
			try {
				await writeFile(beside, bytes);
				await rename(beside, path);
			} catch (error) {
				await rm(beside, { force: true });
				throw error;
			}
		},
		read: (attempt, track) => readFile(pathOf(attempt, track)).catch(() => null),
		async attempts() {
			return [...new Set((await names()).map(ownerOf))].filter(isId);
		},
		async remove(attempts) {
			for (const name of await names())
				if (attempts.has(ownerOf(name))) await rm(join(folder, name), { force: true });
		}
	};
}
