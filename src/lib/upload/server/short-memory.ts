/** Answers remembered for a while, the oldest dropped first. Time is given, not taken. */
export interface ShortMemory<T> {
	/** Undefined when not known, or only from before `since`. */
	get(key: string, since: number): T | undefined;
	put(key: string, value: T, now: number): void;
	forget(key: string): void;
}

export function createMemory<T>(maxEntries: number): ShortMemory<T> {
	const entries = new Map<string, { readonly value: T; readonly at: number }>();
	return {
		get(key, since) {
			const entry = entries.get(key);
			return entry && entry.at >= since ? entry.value : undefined;
		},
		put(key, value, now) {
			entries.delete(key);
			entries.set(key, { value, at: now });
			if (entries.size <= maxEntries) return;
			const oldest = entries.keys().next();
			if (!oldest.done) entries.delete(oldest.value);
		},
		forget: (key) => void entries.delete(key)
	};
}
