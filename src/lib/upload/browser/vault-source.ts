// The vault as a file for tus-js-client: gives out a part's bytes as they come, and says that they are at an end only
// with an empty body (findings §3: a cut final PATCH with both body and length is refused for ever).
import type { FileSource, SliceResult } from 'tus-js-client';
import type { Vault } from '../../recording/ports.ts';
import type { Timers } from '../../shared/timers.ts';

/** A PATCH goes off with this much, */
const BATCH_BYTES = 1_000_000;
/** or this long after the one before it, or at the part's end. */
const BATCH_MS = 4000;
/** The part may be recorded by another tab: what it adds is seen by looking. */
const LOOK_MS = 1000;

export interface VaultSource extends FileSource {
	/** What there is goes off without waiting for more. */
	flush(): void;
	/** Whoever waits for bytes is refused: tus-js-client would send its request even after `abort()`. */
	close(): void;
}

export function createVaultSource(vault: Vault, part: string, timers: Timers): VaultSource {
	let wanted = true;
	let closed = false;
	let wake = (): void => {};
	let callOffBatch = (): void => {};

	function flush(): void {
		wanted = true;
		wake();
	}

	const more = (): Promise<void> =>
		new Promise((resolve) => {
			const callOff = timers.after(LOOK_MS, resolve);
			wake = () => {
				callOff();
				resolve();
			};
		});

	/** One read of the vault: a slice, the end, or null while there is nothing to send yet. */
	async function take(start: number, end: number): Promise<SliceResult | null> {
		const stored = await vault.part(part);
		if (!stored) throw new Error(`part ${part} is not in the vault`);
		const ready = stored.stored - start;
		if (ready <= 0) return stored.closed ? { value: null, done: true } : null;
		if (!wanted && !stored.closed && ready < BATCH_BYTES) return null;
		return { value: await vault.read(part, start, Math.min(end, stored.stored)), done: false };
	}

	function batchAgain(): void {
		wanted = false;
		callOffBatch();
		callOffBatch = timers.after(BATCH_MS, flush);
	}

	return {
		// unknown: the length is declared at the end (Upload-Defer-Length)
		size: 0,
		async slice(start, end) {
			for (;;) {
				if (closed) throw new Error('the upload was stopped');
				const taken = await take(start, end);
				if (taken) {
					batchAgain();
					return taken;
				}
				await more();
			}
		},
		flush,
		close() {
			closed = true;
			callOffBatch();
			wake();
		}
	};
}
