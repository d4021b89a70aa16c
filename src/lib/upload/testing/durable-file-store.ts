// What the stock @tus/server 2.4.5 looks like with a store that never truncates and syncs before it answers: the other
// side of the conformance suite and of the benchmark. Not used by the product (docs/decisions/tus-handler.md).
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore, type Configstore } from '@tus/file-store';

type Upload = Parameters<FileStore['create']>[0];
type StoreBody = Parameters<FileStore['write']>[0];

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

/** The facts of an upload: written beside, synced, then put in place. */
function atomicFacts(directory: string): Configstore {
	const known = new Map<string, Upload>();
	const path = (key: string): string => join(directory, `${key}.json`);
	return {
		async get(key) {
			const upload = known.get(key);
			if (upload) return upload;
			const text = await readFile(path(key), 'utf8').catch(() => null);
			if (text === null) return undefined;
			known.set(key, JSON.parse(text) as Upload);
			return known.get(key);
		},
		async set(key, upload) {
			const file = await open(`${path(key)}.new`, 'w');
			try {
				await file.writeFile(JSON.stringify(upload));
				await file.datasync();
			} finally {
				await file.close();
			}
			await rename(`${path(key)}.new`, path(key));
			await syncFolder(directory);
			known.set(key, upload);
		},
		async delete(key) {
			known.delete(key);
			await rm(path(key), { force: true });
		}
	};
}

export class DurableFileStore extends FileStore {
	constructor(directory: string) {
		super({ directory, configstore: atomicFacts(directory) });
	}

	override async create(upload: Upload): Promise<Upload> {
		await mkdir(this.directory, { recursive: true });
		const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
		const file = await open(join(this.directory, upload.id), flags).catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code !== 'EEXIST') throw error;
				return null;
			}
		);
		await file?.close();
		if (!file && (await this.configstore.get(upload.id))) return upload;
		await this.configstore.set(upload.id, upload);
		return upload;
	}

	override async write(body: StoreBody, id: string, offset: number): Promise<number> {
		const size = await super.write(body, id, offset);
		const file = await open(join(this.directory, id), 'r+');
		try {
			await file.datasync();
		} finally {
			await file.close();
		}
		return size;
	}

	override async declareUploadLength(id: string, length: number): Promise<void> {
		const upload = await this.configstore.get(id);
		if (!upload) throw new Error(`unknown upload ${id}`);
		await this.configstore.set(id, { ...upload, size: length } as Upload);
	}
}
