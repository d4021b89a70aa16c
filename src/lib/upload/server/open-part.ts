// A part as this process has it open: file, size and running digest together. A shortcut only: what counts is the
// file, which is read again whenever the two do not agree.
import { createHash, type Hash } from 'node:crypto';
import type { PartFile, PartFiles } from './part-file.ts';

const REREAD_BYTES = 1024 * 1024;

export interface OpenPart {
	readonly inode: number;
	/** On the medium; hashed, too, while the part is intact. */
	readonly bytes: number;
	/** False after a write that broke off: the digest is ahead of the file. */
	readonly intact: boolean;
	/**
	 * Resolves when all of it is on the medium. When it throws, `bytes` says how far it got; what the kernel may show
	 * beyond that it may have dropped all the same, so that tail, which nobody has heard of yet, is cut off.
	 */
	write(batch: readonly Buffer[]): Promise<void>;
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
	return {
		inode,
		get bytes() {
			return bytes;
		},
		get intact() {
			return intact;
		},
		async write(batch) {
			let rest = batch;
			let writing = file.write(rest, bytes);
			// the digest is computed while the write is on its way in another thread
			for (const chunk of batch) hash.update(chunk);
			try {
				for (;;) {
					const written = await writing;
					bytes += written;
					rest = without(rest, written);
					if (rest.length === 0) return;
					writing = file.write(rest, bytes);
				}
			} catch (error) {
				intact = false;
				await file.cutTail(bytes);
				throw error;
			}
		},
		digest: () => hash.copy().digest('hex'),
		close: () => file.close()
	};
}

/** What is left of `buffers` after a short write. */
function without(buffers: readonly Buffer[], written: number): readonly Buffer[] {
	let skip = written;
	let index = 0;
	for (; index < buffers.length; index++) {
		const size = buffers[index]?.byteLength ?? 0;
		if (skip < size) break;
		skip -= size;
	}
	const [first, ...others] = buffers.slice(index);
	return first ? [first.subarray(skip), ...others] : [];
}
