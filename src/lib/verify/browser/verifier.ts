// The page's side of the worker that checks. It is loaded with the page, so that it is there without a network.
import type { Verdict } from '../fault.ts';
import type { VerifyAnswer, VerifyRequest } from './verify.worker.ts';

export interface Verifier {
	/** @returns null when the browser could not do it: no memory, a worker that died */
	verify(asked: Omit<VerifyRequest, 'id'>): Promise<Verdict | null>;
	close(): void;
}

export function openVerifier(): Verifier {
	const waiting = new Map<number, (verdict: Verdict | null) => void>();
	let asked = 0;
	let worker = opened();

	function settle(id: number, verdict: Verdict | null): void {
		waiting.get(id)?.(verdict);
		waiting.delete(id);
	}
	function end(): void {
		worker.terminate();
		for (const id of waiting.keys()) settle(id, null);
	}
	function opened(): Worker {
		const made = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' });
		made.addEventListener('message', ({ data }: MessageEvent<VerifyAnswer>) =>
			settle(data.id, data.verdict)
		);
		made.addEventListener('error', () => {
			end();
			worker = opened();
		});
		return made;
	}

	return {
		verify(request) {
			const id = ++asked;
			return new Promise((resolve) => {
				waiting.set(id, resolve);
				worker.postMessage({ ...request, id } satisfies VerifyRequest);
			});
		},
		close: end
	};
}
