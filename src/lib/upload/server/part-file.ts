// One part's file: explicit positions, nothing truncated, an errno thrown as it comes. Plain descriptors and callbacks
// instead of FileHandle: this is the hot path of every PATCH (docs/decisions/tus-handler.md).
import { constants } from 'node:fs';
import * as fs from 'node:fs';
import { dirname } from 'node:path';

export interface FileFacts {
	readonly inode: number;
	readonly bytes: number;
}

export interface PartFile {
	/** Writes all of it at `position`; on an error some of it may be written. */
	write(buffers: readonly Buffer[], position: number): Promise<void>;
	/** fdatasync: resolves when what was written is on the medium. */
	sync(): Promise<void>;
	facts(): Promise<FileFacts>;
	/** Fills `into` from `position`; @returns bytes read, 0 at the end */
	read(into: Buffer, position: number): Promise<number>;
	/** Cuts off a tail that could not be synced, so that nobody takes it for kept. */
	cutTail(bytes: number): Promise<void>;
	close(): Promise<void>;
}

/** The file system as the part store sees it; tests put faults in between. */
export interface PartFiles {
	/** False when the file was there already. Folder entry synced. */
	create(path: string): Promise<boolean>;
	/** Null when there is no such file. */
	open(path: string): Promise<PartFile | null>;
	facts(path: string): Promise<FileFacts | null>;
	/** Folder entry synced. */
	rename(from: string, to: string): Promise<void>;
}

type Callback<T> = (error: NodeJS.ErrnoException | null, value: T) => void;

const call = <T>(run: (done: Callback<T>) => void): Promise<T> =>
	new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value))));

const callVoid = (run: (done: fs.NoParamCallback) => void): Promise<void> =>
	new Promise((resolve, reject) => run((error) => (error ? reject(error) : resolve())));

export const errnoOf = (error: unknown): string | undefined =>
	(error as NodeJS.ErrnoException | undefined)?.code;

const orNull = <T>(work: Promise<T>): Promise<T | null> =>
	work.catch((error: unknown) => {
		if (errnoOf(error) === 'ENOENT') return null;
		throw error;
	});

const factsOf = (stats: fs.Stats): FileFacts => ({ inode: stats.ino, bytes: stats.size });

function partFile(fd: number): PartFile {
	return {
		async write(buffers, position) {
			let rest = buffers;
			let at = position;
			while (rest.length > 0) {
				const written = await call<number>((done) => fs.writev(fd, rest, at, done));
				at += written;
				rest = without(rest, written);
			}
		},
		sync: () => callVoid((done) => fs.fdatasync(fd, done)),
		facts: async () => factsOf(await call<fs.Stats>((done) => fs.fstat(fd, done))),
		read: (into, position) =>
			call<number>((done) => fs.read(fd, into, 0, into.byteLength, position, done)),
		async cutTail(bytes) {
			await callVoid((done) => fs.ftruncate(fd, bytes, done));
			await callVoid((done) => fs.fdatasync(fd, done));
		},
		close: () => callVoid((done) => fs.close(fd, done))
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

/** A new name is durable once its folder is synced; Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform === 'win32') return;
	const fd = await call<number>((done) => fs.open(path, 'r', done));
	try {
		await callVoid((done) => fs.fsync(fd, done));
	} finally {
		fs.closeSync(fd);
	}
}

async function makeFolder(path: string): Promise<void> {
	const first = await fs.promises.mkdir(path, { recursive: true });
	if (first !== undefined) await syncFolder(dirname(first));
}

const CREATE_ONLY = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

export const diskFiles: PartFiles = {
	async create(path) {
		await makeFolder(dirname(path));
		try {
			fs.closeSync(await call<number>((done) => fs.open(path, CREATE_ONLY, 0o640, done)));
		} catch (error) {
			if (errnoOf(error) === 'EEXIST') return false;
			throw error;
		}
		await syncFolder(dirname(path));
		return true;
	},
	async open(path) {
		const fd = await orNull(call<number>((done) => fs.open(path, 'r+', done)));
		return fd === null ? null : partFile(fd);
	},
	// asked before every append: out of the kernel's cache it takes 2 µs, the way through another thread 45 µs of CPU
	async facts(path) {
		const stats = fs.statSync(path, { throwIfNoEntry: false });
		return stats ? factsOf(stats) : null;
	},
	async rename(from, to) {
		await fs.promises.rename(from, to);
		await syncFolder(dirname(to));
	}
};
