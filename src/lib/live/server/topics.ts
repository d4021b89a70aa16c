// Who listens to what: by topic, in both directions cheap. Knows nothing of either.

export interface Topics<Listener> {
	/** @returns whether this is the first one */
	add(topic: string, listener: Listener): boolean;
	/** @returns whether it was the last one */
	delete(topic: string, listener: Listener): boolean;
	of(topic: string): Iterable<Listener>;
	has(topic: string): boolean;
	all(): Iterable<string>;
}

export function createTopics<Listener>(): Topics<Listener> {
	const topics = new Map<string, Set<Listener>>();
	return {
		add(topic, listener) {
			const listeners = topics.get(topic) ?? new Set();
			topics.set(topic, listeners.add(listener));
			return listeners.size === 1;
		},
		delete(topic, listener) {
			const listeners = topics.get(topic);
			if (!listeners?.delete(listener) || listeners.size > 0) return false;
			return topics.delete(topic);
		},
		of: (topic) => topics.get(topic) ?? [],
		has: (topic) => topics.has(topic),
		all: () => topics.keys()
	};
}
