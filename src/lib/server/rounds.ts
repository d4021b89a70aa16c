// Work that the server does again and again by itself, one round at a time: what fails is said, and tried again the next.
import type { Log } from '../shared/log.ts';

export interface Rounds {
	/** One round, or the one that is under way. @returns how much it found to do */
	round(): Promise<number>;
	/** Resolves when the round under way is over. */
	stop(): Promise<void>;
}

/** @param name of the work, for the log of its failures. @param everyMs the process need not stay alive for it */
export function startRounds(
	name: string,
	everyMs: number,
	log: Log,
	work: () => Promise<number>
): Rounds {
	let running: Promise<number> | null = null;
	const round = (): Promise<number> =>
		(running ??= work().finally(() => {
			running = null;
		}));
	const timer = setInterval(() => {
		round().catch((error: unknown) => log.warn({ err: String(error) }, `${name} failed`));
	}, everyMs);
	timer.unref();
	return {
		round,
		async stop() {
			clearInterval(timer);
			await running?.catch(() => {});
		}
	};
}
