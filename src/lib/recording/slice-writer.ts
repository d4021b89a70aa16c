// Puts one part's slices into the vault, in order and without a loss: what the vault refuses waits here, however much
// it is. Owns the running digest of what is stored; knows neither recorder nor lock.
import { runningDigest, type Sha256 } from '../shared/digest.ts';
import { pause, type Timers } from '../shared/timers.ts';
import type { PartHeader } from './part.ts';
import type { AppendOutcome, SliceData, Vault } from './ports.ts';

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
	/** The browser has lost a slice before it could be read: the part has a hole there. */
	readonly unreadable: () => void;
}

export interface SliceWriter {
	readonly storedBytes: number;
	/** Film in the vault, ms since the part's start. */
	readonly storedMs: number;
	/** Bytes that wait in memory. */
	readonly heldBytes: number;
	readonly full: boolean;
	/**
	 * Until `close` has emptied the queue; a recorder that speaks again after that has lost its part.
	 * @param filmMs film in the part once this slice is in; an empty slice only says that nothing newer is missing
	 */
	add(data: SliceData, filmMs: number): void;
	/** Resolves once everything is in the vault and the part is closed there. A part without a byte is never made. */
	close(): Promise<void>;
	witness(): Witness | null;
}

const RETRY_MS = 1000;

interface Slice {
	readonly size: number;
	/** Null when it cannot be read. */
	readonly bytes: Promise<ArrayBuffer | null>;
	readonly filmMs: number;
}

export function createSliceWriter(options: SliceWriterOptions): SliceWriter {
	const { vault, timers, header, changed } = options;
	const digest = runningDigest();
	const queue: Slice[] = [];
	let storedMs = 0;
	let created = false;
	let full = false;
	/** The vault threw, and what it holds could not be asked since. */
	let unsure = false;
	let pumping: Promise<void> | null = null;
	let closing = false;

	/** Creates the part with its first slice, so that no part without film is ever announced. */
	async function put(data: ArrayBuffer, filmMs: number): Promise<AppendOutcome> {
		if (!created && (await vault.createPart(header)) === 'full') return 'full';
		created = true;
		return vault.append(header.id, data, filmMs);
	}

	/** A vault that throws has not necessarily refused: what it holds decides, else a slice would go in twice. */
	async function putSafely(data: ArrayBuffer, filmMs: number): Promise<AppendOutcome> {
		try {
			if (unsure && (await isIn(data))) return 'stored';
			unsure = true;
			const outcome = await put(data, filmMs);
			unsure = false;
			return outcome;
		} catch {
			return (await isIn(data).catch(() => false)) ? 'stored' : 'full';
		}
	}

	async function isIn(data: ArrayBuffer): Promise<boolean> {
		const part = await vault.part(header.id);
		unsure = false;
		created ||= part !== undefined;
		return part?.stored === digest.bytes + data.byteLength;
	}

	async function untilStored(data: ArrayBuffer, filmMs: number): Promise<void> {
		while ((await putSafely(data, filmMs)) === 'full') {
			full = true;
			changed();
			await options.makeRoom().catch(() => {});
			await pause(timers, RETRY_MS);
		}
		full = false;
	}

	async function store({ size, bytes, filmMs }: Slice): Promise<void> {
		const data = size > 0 ? await bytes : null;
		if (data) {
			await untilStored(data, filmMs);
			digest.update(new Uint8Array(data));
		} else if (size > 0) options.unreadable();
		// before the first byte there is no film that could reach up to here
		if (created) storedMs = filmMs;
	}

	async function pump(): Promise<void> {
		// `pumping` must hold this before it is taken back below: empty slices alone wait for nothing
		await Promise.resolve();
		for (let slice = queue[0]; slice; slice = queue[0]) {
			await store(slice);
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
			return queue.reduce((sum, slice) => sum + slice.size, 0);
		},
		get full() {
			return full;
		},
		add(data, filmMs) {
			if (closing) return;
			// read at once: what the browser keeps of it may be gone once the disk is full
			const bytes = data.arrayBuffer().catch(() => null);
			queue.push({ size: data.size, bytes, filmMs });
			pumping ??= pump();
			changed();
		},
		async close() {
			while (queue.length > 0) await (pumping ??= pump());
			closing = true;
			if (created) await closeInVault();
			changed();
		},
		witness: () =>
			created ? { part: header.id, bytes: digest.bytes, sha256: digest.peek() } : null
	};
}
