// A part as this process has it open: file, size and running digest together. A shortcut only: what counts is the
// file, which is read again whenever the two do not agree.
import { createHash, type Hash } from 'node:crypto';
import type { PartFile, PartFiles } from './part-file.ts';

const REREAD_BYTES = 1024 * 1024;

export interface OpenPart {
	readonly inode: number;
	/** Written and hashed; between appends also synced. */
	readonly bytes: number;
	/** False after a write that broke off: memory is ahead of the file. */
	readonly intact: boolean;
	write(batch: readonly Buffer[]): Promise<void>;
	/**
	 * Syncs what came after `synced`. A medium that refuses to has kept nothing of it: the kernel may show those bytes
	 * and have dropped them all the same, so the tail, which nobody has heard of yet, is cut off; then it throws.
	 */
	sync(synced: number): Promise<void>;
	/** SHA-256 of all bytes so far, hexadecimal. */
	digest(): string;
	close(): Promise<void>;
}

/** Null when there is no such file. After a kill it may hold bytes never synced: they are, before anybody hears of them. */
export async function openPart(files: PartFiles, path: string): Promise<OpenPart | null> {
	const file = await files.open(path);
	if (!file) return null;
	try {
		await file.sync();
		const { inode } = await file.facts();
		return track(file, inode, await reread(file));
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function reread(file: PartFile): Promise<{ bytes: number; hash: Hash }> {
	const hash = createHash('sha256');
	const buffer = Buffer.allocUnsafe(REREAD_BYTES);
	let bytes = 0;
	for (;;) {
		const read = await file.read(buffer, bytes);
		if (read === 0) return { bytes, hash };
		hash.update(buffer.subarray(0, read));
		bytes += read;
	}
}

function track(file: PartFile, inode: number, kept: { bytes: number; hash: Hash }): OpenPart {
	const { hash } = kept;
	let { bytes } = kept;
	let intact = true;
	const broken = (error: unknown): never => {
		intact = false;
		throw error;
	};
	return {
		inode,
		get bytes() {
			return bytes;
		},
		get intact() {
			return intact;
		},
		// the digest is computed while the write is on its way in another thread
		async write(batch) {
			const written = file.write(batch, bytes);
			for (const chunk of batch) {
				hash.update(chunk);
				bytes += chunk.byteLength;
			}
			await written.catch(broken);
		},
		async sync(synced) {
			if (bytes === synced) return;
			try {
				await file.sync();
			} catch (error) {
				await file.cutTail(synced);
				broken(error);
			}
		},
		digest: () => hash.copy().digest('hex'),
		close: () => file.close()
	};
}
