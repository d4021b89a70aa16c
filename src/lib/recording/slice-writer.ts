// Puts one part's slices into the vault, in order and without a loss: what the vault refuses waits here, however much
// it is. Owns the running digest of what is stored; knows neither recorder nor lock.
import { runningDigest, type Sha256 } from '../shared/digest.ts';
import { pause, type Timers } from '../shared/timers.ts';
import type { PartHeader } from './part.ts';
import type { AppendOutcome, Vault } from './ports.ts';

/** What the server is asked to witness every 5 s (C15). */
export interface Witness {
	readonly part: string;
	readonly bytes: number;
	readonly sha256: Sha256;
}

export interface SliceWriterOptions {
	readonly vault: Vault;
	readonly timers: Timers;
	readonly header: PartHeader;
	readonly changed: () => void;
	/** Called while the vault is full, before each new try; its failures do not matter. */
	readonly makeRoom: () => Promise<void>;
}

export interface SliceWriter {
	readonly storedBytes: number;
	/** Film in the vault, ms since the part's start. */
	readonly storedMs: number;
	/** Bytes that wait in memory. */
	readonly heldBytes: number;
	readonly full: boolean;
	/** @param filmMs film in the part once this slice is in; an empty slice only says that nothing newer is missing */
	add(data: ArrayBuffer, filmMs: number): void;
	/** Resolves once everything is in the vault and the part is closed there. A part without a byte is never made. */
	close(): Promise<void>;
	witness(): Witness | null;
}

const RETRY_MS = 1000;

interface Slice {
	readonly data: ArrayBuffer;
	readonly filmMs: number;
}

export function createSliceWriter(options: SliceWriterOptions): SliceWriter {
	const { vault, timers, header, changed } = options;
	const digest = runningDigest();
	const queue: Slice[] = [];
	let storedMs = 0;
	let created = false;
	let full = false;
	let pumping: Promise<void> | null = null;

	/** Creates the part with its first slice, so that no part without film is ever announced. */
	async function put(slice: Slice): Promise<AppendOutcome> {
		if (!created && (await vault.createPart(header)) === 'full') return 'full';
		created = true;
		return vault.append(header.id, slice.data, slice.filmMs);
	}

	/** A vault that throws has not necessarily refused: what it holds decides, else a slice would go in twice. */
	async function putSafely(slice: Slice): Promise<AppendOutcome> {
		try {
			return await put(slice);
		} catch {
			const part = await vault.part(header.id).catch(() => undefined);
			if (part) created = true;
			return part?.stored === digest.bytes + slice.data.byteLength ? 'stored' : 'full';
		}
	}

	async function untilStored(slice: Slice): Promise<void> {
		while ((await putSafely(slice)) === 'full') {
			full = true;
			changed();
			await options.makeRoom().catch(() => {});
			await pause(timers, RETRY_MS);
		}
		full = false;
	}

	async function pump(): Promise<void> {
		for (let slice = queue[0]; slice; slice = queue[0]) {
			if (slice.data.byteLength > 0) await untilStored(slice);
			digest.update(new Uint8Array(slice.data));
			storedMs = slice.filmMs;
			queue.shift();
			changed();
		}
		pumping = null;
	}

	async function closeInVault(): Promise<void> {
		for (;;) {
			const closed = await vault.closePart(header.id, digest.peek()).then(
				() => true,
				() => false
			);
			if (closed) return;
			await pause(timers, RETRY_MS);
		}
	}

	return {
		get storedBytes() {
			return digest.bytes;
		},
		get storedMs() {
			return storedMs;
		},
		get heldBytes() {
			return queue.reduce((sum, slice) => sum + slice.data.byteLength, 0);
		},
		get full() {
			return full;
		},
		add(data, filmMs) {
			queue.push({ data, filmMs });
			changed();
			pumping ??= pump();
		},
		async close() {
			await pumping;
			if (created) await closeInVault();
			changed();
		},
		witness: () =>
			created ? { part: header.id, bytes: digest.bytes, sha256: digest.peek() } : null
	};
}
