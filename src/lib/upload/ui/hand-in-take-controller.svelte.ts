// The technician's counter: one file at a time, from the drive to the result.
import type { ErrorCode } from '../../shared/errors.ts';
import { sendHandIn, type HandedIn, type SenderPorts } from '../browser/hand-in-sender.ts';

export type HandInTakeState =
	| { readonly kind: 'idle' }
	| {
			readonly kind: 'sending';
			readonly name: string;
			readonly sent: number;
			readonly total: number;
			/** The line is down; it goes on by itself. */
			readonly waiting: boolean;
	  }
	| { readonly kind: 'checking'; readonly name: string; readonly waiting: boolean }
	| ({ readonly kind: 'taken'; readonly name: string } & HandedIn)
	| { readonly kind: 'failed'; readonly name: string; readonly code: ErrorCode };

export interface HandInTake {
	readonly state: HandInTakeState;
	start(file: File): void;
	/** Stops the sending; what has arrived stays, and the same file goes on from there. */
	cancel(): void;
}

const browserPorts: SenderPorts = {
	fetch: (url, init) => fetch(url, init),
	sleep: (ms, signal) =>
		new Promise((resolve, reject) => {
			const timer = setTimeout(resolve, ms);
			signal.addEventListener('abort', () => {
				clearTimeout(timer);
				reject(signal.reason as Error);
			});
		}),
	random: Math.random
};

export function createHandInTake(ports: SenderPorts = browserPorts): HandInTake {
	let state = $state.raw<HandInTakeState>({ kind: 'idle' });
	let running: AbortController | null = null;

	async function run(file: File, { signal }: AbortController): Promise<void> {
		const { name, size: total } = file;
		state = { kind: 'sending', name, sent: 0, total, waiting: false };
		const handed = await sendHandIn(file, ports, signal, {
			sending: (sent, waiting) => (state = { kind: 'sending', name, sent, total, waiting }),
			checking: (waiting) => (state = { kind: 'checking', name, waiting })
		});
		state = handed.ok
			? { kind: 'taken', name, ...handed.value }
			: { kind: 'failed', name, code: handed.error };
	}

	return {
		get state() {
			return state;
		},
		start(file) {
			if (running) return;
			const controller = new AbortController();
			running = controller;
			void run(file, controller)
				.catch((problem: unknown) => {
					if (controller.signal.aborted) {
						state = { kind: 'idle' };
						return;
					}
					reportError(problem);
					state = { kind: 'failed', name: file.name, code: 'server.fault' };
				})
				.finally(() => (running = null));
		},
		cancel() {
			running?.abort();
		}
	};
}
