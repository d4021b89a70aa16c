// Locks in memory; `tab()` gives another tab's view of the same ones, and lets it die.
import type { Locks } from '../ports.ts';

export interface MemoryLocks extends Locks {
	readonly held: ReadonlySet<string>;
	/** Frees everything at once, as a killed tab does. */
	kill(): void;
}

export function createMemoryLocks(): MemoryLocks {
	const held = new Map<string, { done: Promise<void>; free: () => void }>();
	async function run<T>(name: string, work: () => Promise<T>): Promise<T> {
		const { promise: done, resolve } = Promise.withResolvers<undefined>();
		const mine = {
			done,
			free: () => {
				if (held.get(name) === mine) held.delete(name);
				resolve(undefined);
			}
		};
		held.set(name, mine);
		try {
			return await work();
		} finally {
			mine.free();
		}
	}
	return {
		get held() {
			return new Set(held.keys());
		},
		tryHold: async (name, work) => (held.has(name) ? undefined : run(name, work)),
		async hold(name, work) {
			for (let other = held.get(name); other; other = held.get(name)) await other.done;
			return run(name, work);
		},
		kill() {
			for (const lock of [...held.values()]) lock.free();
		}
	};
}
