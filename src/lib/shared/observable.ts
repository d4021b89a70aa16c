/** A value that may be watched, without any framework. */
export interface Observable<T> {
	readonly state: T;
	/** @returns a function that ends the watching. The listener is not called at once. */
	subscribe(listener: (state: T) => void): () => void;
}

export interface Subject<T> extends Observable<T> {
	set(state: T): void;
}

export function subject<T>(first: T): Subject<T> {
	let state = first;
	const listeners = new Set<(state: T) => void>();
	return {
		get state() {
			return state;
		},
		set(next) {
			state = next;
			for (const listener of [...listeners]) listener(next);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		}
	};
}
