// Bytes of the parts on disk: appended, never truncated, synced before anything is acknowledged, hashed on the way.
import type { Readable } from 'node:stream';
import type { PartPaths } from '../../recording/server/part-paths.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { PartBytes } from '../ports.ts';
import { drain } from './body-batches.ts';
import { freeSpace } from './free-space.ts';
import { giveBack } from './network-buffers.ts';
import { openPart, type OpenPart } from './open-part.ts';
import { diskFiles, errnoOf, type PartFiles } from './part-file.ts';
import { createSlots, type Slot } from './slots.ts';

export const DEFAULT_MIN_FREE_BYTES = 256 * 1024 * 1024;
const MAX_OPEN_PARTS = 2048;
const IDLE_MS = 60_000;

/** Unwritten bodies in memory, all requests together, about; a PATCH of 1 MB takes one write while there are few. */
const GATHERED_BYTES = 256 * 1024 * 1024;
const BATCH_BYTES = { least: 64 * 1024, most: 1024 * 1024 };

export interface DiskPartBytesOptions {
	readonly paths: PartPaths;
	readonly log: Log;
	/** Below this much free space nothing is written ('storage.full'). */
	readonly minFreeBytes?: number;
	readonly maxOpenParts?: number;
	/** Tests put faults in between. */
	readonly files?: PartFiles;
}

export type DiskPartBytes = PartBytes & { close(): Promise<void> };

type Appended = Result<number, Refusal & { readonly size?: number }>;

/** The floor was reached: nothing of this batch was written. */
class SpaceLow extends Error {}

const DISK_FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

export const isDiskFull = (error: unknown): boolean =>
	error instanceof SpaceLow || DISK_FULL.includes(errnoOf(error) ?? '');

const refused = (code: ErrorCode, size: number): Appended => err({ ...refuse(code), size });

export function createDiskPartBytes(options: DiskPartBytesOptions): DiskPartBytes {
	const { paths, log, files = diskFiles, minFreeBytes = DEFAULT_MIN_FREE_BYTES } = options;
	const space = freeSpace(paths.root, minFreeBytes);
	const slots = createSlots<OpenPart>({
		maxOpen: options.maxOpenParts ?? MAX_OPEN_PARTS,
		idleMs: IDLE_MS,
		dispose: (open) => open.close()
	});

	/** The part as it is on disk now; looked up by path, so that a file that another process put there is seen. */
	async function current(slot: Slot<OpenPart>, path: string): Promise<OpenPart | null> {
		const facts = await files.facts(path);
		const open = slot.value;
		if (open?.intact && open.inode === facts?.inode && open.bytes === facts.bytes) return open;
		await forget(slot);
		slot.value = facts && (await openPart(files, path));
		return slot.value;
	}

	async function forget(slot: Slot<OpenPart>): Promise<void> {
		const open = slot.value;
		slot.value = null;
		await open?.close();
	}

	/** A full disk is an expected outcome; every other error of the medium goes on its way. */
	function onlyDiskFull(error: unknown): ErrorCode {
		if (!isDiskFull(error)) throw error;
		log.warn({ cause: errnoOf(error) ?? 'floor' }, 'disk full');
		return 'storage.full';
	}

	let receiving = 0;
	const batchBytes = (): number =>
		Math.max(BATCH_BYTES.least, Math.min(BATCH_BYTES.most, GATHERED_BYTES / (2 * receiving)));

	/** @returns why not all of the body was taken, or null */
	async function take(open: OpenPart, body: Readable, room: number): Promise<ErrorCode | null> {
		receiving += 1;
		try {
			const limits = { room, batchBytes: batchBytes() };
			const { overflowed } = await drain(body, limits, async (batch) => {
				if (await space.isLow()) throw new SpaceLow();
				await open.write(batch);
				giveBack(body, batch);
			});
			return overflowed ? 'part.too-large' : null;
		} catch (error) {
			return onlyDiskFull(error);
		} finally {
			receiving -= 1;
		}
	}

	async function append(
		slot: Slot<OpenPart>,
		path: string,
		body: Readable,
		{ offset, limit }: { offset: number; limit: number }
	): Promise<Appended> {
		const open = await current(slot, path);
		if (!open) return err(refuse('part.not-found'));
		if (offset !== open.bytes) return refused('part.wrong-offset', open.bytes);
		const stopped = await take(open, body, limit - offset);
		return stopped ? refused(stopped, open.bytes) : ok(open.bytes);
	}

	async function setAside(slot: Slot<OpenPart>, attempt: string, part: string): Promise<void> {
		await forget(slot);
		let nth = 1;
		while (await files.facts(paths.aside(attempt, part, nth))) nth++;
		await files.rename(paths.raw(attempt, part), paths.aside(attempt, part, nth));
		await files.create(paths.raw(attempt, part));
	}

	/** One piece of work on a part at a time. */
	const on =
		<A extends unknown[], R>(
			work: (slot: Slot<OpenPart>, path: string, ...rest: A) => Promise<R>
		) =>
		(attempt: string, part: string, ...rest: A): Promise<R> => {
			const path = paths.raw(attempt, part);
			return slots.use(path, (slot) => work(slot, path, ...rest));
		};

	return {
		create: on((_slot, path) => files.create(path)),
		size: on(async (slot, path) => (await current(slot, path))?.bytes ?? null),
		append: on((slot, path, offset: number, body: Readable, limit: number) =>
			append(slot, path, body, { offset, limit })
		),
		digest: on(async (slot, path) => {
			const open = await current(slot, path);
			if (!open) throw new Error(`digest of a part that was never created: ${path}`);
			return { bytes: open.bytes, sha256: open.digest() };
		}),
		setAside: (attempt, part) =>
			slots.use(paths.raw(attempt, part), (slot) => setAside(slot, attempt, part)),
		release: on((slot) => forget(slot)),
		close: () => slots.close()
	};
}
