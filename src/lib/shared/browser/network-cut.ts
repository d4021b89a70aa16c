// The mock's rehearsal takes this page off the network for a while, truly: sockets close, requests fail, uploads stop
// as if the cable were pulled. Whatever speaks to the server asks here. One page, one network: hence one instance;
// a server that renders the page never cuts anything.

export interface NetworkCut {
	isCut(): boolean;
	/** Aborted while the network is cut, and at the moment it is: to be joined into every request. */
	signal(): AbortSignal;
	/** Again while it is cut: until the later of both. */
	cut(ms: number): void;
	/** Called when it is cut and when it is back. */
	subscribe(listener: () => void): () => void;
}

export function createNetworkCut(): NetworkCut {
	const listeners = new Set<() => void>();
	let abort = new AbortController();
	let until = 0;

	const notify = (): void => [...listeners].forEach((listener) => listener());

	function mend(): void {
		const left = until - performance.now();
		if (left > 0) {
			setTimeout(mend, left);
			return;
		}
		abort = new AbortController();
		notify();
	}

	return {
		isCut: () => abort.signal.aborted,
		signal: () => abort.signal,
		cut(ms) {
			until = Math.max(until, performance.now() + ms);
			if (abort.signal.aborted) return;
			abort.abort(new DOMException('rehearsal', 'NetworkError'));
			setTimeout(mend, ms);
			notify();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		}
	};
}

export const networkCut = createNetworkCut();
