// The pictures that belong to signals (C30), until each was told once. Pure.
import type { Sight } from '../attempt/event-payloads.ts';

export interface WaitingSights {
	/** A copy of what is known already is nothing new. */
	put(id: string, sight: Sight): void;
	/** Of these signals, what was not told yet; null = nothing. */
	of(ids: readonly string[]): Sight | null;
	told(ids: readonly string[]): void;
	drop(ids: readonly string[]): void;
}

interface Known {
	readonly sight: Sight;
	/** Null: it was told. */
	readonly waiting: Sight | null;
}

export function createWaitingSights(): WaitingSights {
	const known = new Map<string, Known>();
	return {
		put(id, sight) {
			const before = known.get(id);
			if (!before) return void known.set(id, { sight, waiting: sight });
			const waiting = isNew(before.sight, sight) ? together(before.waiting, sight) : before.waiting;
			known.set(id, { sight: together(before.sight, sight), waiting });
		},
		of: (ids) =>
			ids
				.map((id) => known.get(id)?.waiting ?? null)
				.reduce((all, one) => (one ? together(all, one) : all), null),
		told(ids) {
			for (const id of ids) {
				const one = known.get(id);
				if (one) known.set(id, { ...one, waiting: null });
			}
		},
		drop: (ids) => ids.forEach((id) => known.delete(id))
	};
}

const isNew = (before: Sight, next: Sight): boolean =>
	next.strongest > before.strongest || (next.picture !== null && next.picture !== before.picture);

/** The strongest value, the later picture. */
const together = (before: Sight | null, next: Sight): Sight => ({
	strongest: Math.max(before?.strongest ?? -Infinity, next.strongest),
	picture: next.picture ?? before?.picture ?? null
});
