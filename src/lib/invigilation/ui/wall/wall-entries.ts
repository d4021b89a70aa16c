// The tiles of a wall by candidate and by attempt, and which of them are in view. It renders nothing: each tile does.
import type { Millis } from '../../../shared/clock.ts';
import type { Tile } from '../../tile.ts';
import { nextOrder, type WallOrder } from '../../wall-order.ts';
import { WallEntry } from './wall-entry.svelte.ts';

export class WallEntries {
	readonly #byCandidate = new Map<string, WallEntry>();
	readonly #byAttempt = new Map<string, WallEntry>();
	readonly inView = new Set<WallEntry>();

	get all(): WallEntry[] {
		return [...this.#byCandidate.values()];
	}

	readonly of = (candidate: string): WallEntry | null => this.#byCandidate.get(candidate) ?? null;

	readonly ofAttempt = (attempt: string): WallEntry | null => this.#byAttempt.get(attempt) ?? null;

	put(tiles: readonly Tile[], now: Millis): void {
		for (const tile of tiles) {
			const entry = this.of(tile.candidate) ?? new WallEntry(tile, now);
			entry.take(tile, now);
			this.#byCandidate.set(tile.candidate, entry);
			if (tile.attempt !== null) this.#byAttempt.set(tile.attempt, entry);
		}
	}

	/** The whole room: whoever is not in it any more goes. */
	putAll(tiles: readonly Tile[], now: Millis): void {
		const there = new Set(tiles.map(({ candidate }) => candidate));
		for (const entry of this.all) if (!there.has(entry.candidate)) this.#forget(entry);
		this.put(tiles, now);
	}

	#forget(entry: WallEntry): void {
		this.#byCandidate.delete(entry.candidate);
		this.#byAttempt.delete(entry.tile.attempt ?? '');
		this.inView.delete(entry);
	}

	/** @param held whoever was shown stays, also when they do not fit any more */
	order(before: WallOrder, fits: (entry: WallEntry) => boolean, held: boolean): WallOrder {
		const kept = new Set(held ? before.candidates : []);
		const shown = this.all.flatMap((entry) => {
			const does = fits(entry);
			return does || kept.has(entry.candidate) ? [entry.sorted(!does)] : [];
		});
		return nextOrder(before, shown, held);
	}
}
