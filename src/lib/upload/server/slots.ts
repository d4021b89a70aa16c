// A bounded number of things kept open, one piece of work at a time on each. It does not know what they are.

export interface Slot<T> {
	/** What is kept open, or null; the work on the slot puts it there and takes it away. */
	value: T | null;
}

interface Held<T> extends Slot<T> {
	tail: Promise<unknown>;
	waiting: number;
	usedAt: number;
}

export interface Slots<T> {
	/** Runs `work` after all earlier work on the same key. */
	use<R>(key: string, work: (slot: Slot<T>) => Promise<R>): Promise<R>;
	/** Waits for the work under way and disposes of everything. */
	close(): Promise<void>;
}

export interface SlotLimits<T> {
	readonly maxOpen: number;
	readonly idleMs: number;
	dispose(value: T): Promise<void>;
}

export function createSlots<T>({ maxOpen, idleMs, dispose }: SlotLimits<T>): Slots<T> {
	/** In the order of their last use: the first is the one to go. */
	const held = new Map<string, Held<T>>();
	const sweeper = setInterval(() => sweep(performance.now() - idleMs), idleMs);
	sweeper.unref();

	function take(key: string): Held<T> {
		const known = held.get(key);
		if (known) held.delete(key);
		const slot = known ?? { value: null, tail: Promise.resolve(), waiting: 0, usedAt: 0 };
		held.set(key, slot);
		slot.waiting += 1;
		return slot;
	}

	/** Nobody may find the slot while it is being disposed of: it leaves the map first. */
	function evict(key: string, slot: Held<T>): Promise<void> {
		held.delete(key);
		const { value } = slot;
		slot.value = null;
		return value === null ? Promise.resolve() : dispose(value).catch(() => {});
	}

	function makeRoom(): void {
		if (held.size <= maxOpen) return;
		for (const [key, slot] of held) {
			if (slot.waiting > 0) continue;
			void evict(key, slot);
			if (held.size <= maxOpen) return;
		}
	}

	function sweep(before: number): void {
		for (const [key, slot] of held)
			if (slot.waiting === 0 && (slot.usedAt < before || slot.value === null))
				void evict(key, slot);
	}

	return {
		async use(key, work) {
			const slot = take(key);
			const turn = slot.tail.then(() => work(slot));
			slot.tail = turn.catch(() => {});
			try {
				return await turn;
			} finally {
				slot.waiting -= 1;
				slot.usedAt = performance.now();
				makeRoom();
			}
		},
		async close() {
			clearInterval(sweeper);
			for (const [key, slot] of [...held]) {
				await slot.tail;
				await evict(key, slot);
			}
		}
	};
}
