// Work one after the other, so that what was read later is never overtaken by what was read before; and ids gathered for a
// moment, so that many of them are one piece of work. What fails is said and, where ids were gathered, tried again.
import type { Log } from '../../shared/log.ts';

/** The database is away: the same ids again, but not at once. */
const AGAIN_MS = 2000;

export interface Turns {
	/** After everything before it; what fails is said, and thrown to who asked. */
	next(work: () => Promise<void>): Promise<void>;
	/** The same for what nobody waits for. */
	soon(work: () => Promise<void>): void;
	/** @returns takes an id; `work` gets all that came within `ms`, once each */
	gather(ms: number, work: (ids: readonly string[]) => Promise<void>): (id: string) => void;
	/** Resolves when the turn under way is over; there is none after it. */
	stop(): Promise<void>;
}

export function createTurns(log: Log): Turns {
	let last: Promise<void> = Promise.resolve();
	let stopped = false;
	const timers = new Set<NodeJS.Timeout>();

	const next = (work: () => Promise<void>): Promise<void> => {
		const own = last.then(() => (stopped ? undefined : work()));
		last = own.catch((error: unknown) => log.warn({ err: String(error) }, 'turn failed'));
		return own;
	};
	return {
		next,
		soon: (work) => void next(work).catch(() => {}),
		gather(ms, work) {
			const gathered = new Set<string>();
			let timer: NodeJS.Timeout | undefined;
			const arm = (inMs: number): void => {
				if (timer || stopped) return;
				timer = setTimeout(run, inMs);
				timers.add(timer);
			};
			const run = (): void => {
				if (timer) timers.delete(timer);
				timer = undefined;
				const ids = [...gathered];
				gathered.clear();
				next(() => work(ids)).catch(() => {
					for (const id of ids) gathered.add(id);
					arm(AGAIN_MS);
				});
			};
			return (id) => {
				gathered.add(id);
				arm(ms);
			};
		},
		async stop() {
			stopped = true;
			for (const timer of timers) clearTimeout(timer);
			await last;
		}
	};
}
