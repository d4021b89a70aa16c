// What devices say of themselves every other second (I1, P5): kept in memory, written in batches, news at once and the rest
// now and then. Nothing of it goes into the log. Knows neither what a report says nor where it is written.
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';

/** A change is written in less than a second, and told by what follows. */
const ROUND_MS = 250;
/** What is older is in the database. */
const REMEMBERED_MS = 60_000;

export interface Said<Report> {
	readonly attempt: string;
	readonly lease: string;
	readonly at: Millis;
	readonly report: Report;
}

export interface ReportBatchesOptions<Report> {
	/** For the log of failures. */
	readonly name: string;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number | undefined;
	/** What says nothing new is written no more often than this. */
	readonly unchangedMs: number;
	isNews(said: Report, written: Report): boolean;
	/** One statement for all of them. @returns the attempts that were written */
	write(said: readonly Said<Report>[]): Promise<ReadonlySet<string>>;
}

export interface ReportBatches<Report> {
	/** A device's socket has said how it is. */
	heard(grant: Pick<DeviceGrant, 'attempt' | 'lease'>, report: Report): void;
	/** When this process last heard it, whatever is written; 0 = never. */
	heardAt(lease: string): Millis;
	flush(): Promise<void>;
	stop(): Promise<void>;
}

interface Kept<Report> {
	said: Said<Report>;
	/** What was written last, and when it was said. */
	written: Said<Report> | null;
	/** Not in charge, or another process was writing the row: tried once more. */
	again: boolean;
}

export function startReportBatches<Report>(
	options: ReportBatchesOptions<Report>
): ReportBatches<Report> {
	const { name, clock, log, everyMs = ROUND_MS, unchangedMs, isNews } = options;
	/** By lease. */
	const kept = new Map<string, Kept<Report>>();
	const unwritten = new Set<string>();
	let running: Promise<void> = Promise.resolve();

	const isDue = ({ said, written }: Kept<Report>, now: Millis): boolean =>
		!written || now - written.at >= unchangedMs || isNews(said.report, written.report);

	async function write(): Promise<void> {
		const now = clock.now();
		const due = [...unwritten].flatMap((lease) => {
			const one = kept.get(lease);
			return one && isDue(one, now) ? [one] : [];
		});
		forget();
		if (due.length === 0) return;
		// what is said while it is being written comes in the next round
		const said = due.map((one) => one.said);
		for (const { lease } of said) unwritten.delete(lease);
		try {
			const written = await options.write(said);
			due.forEach((one, index) => settle(one, said[index] ?? one.said, written));
		} catch (error) {
			for (const { lease } of said) unwritten.add(lease);
			throw error;
		}
	}

	function settle(one: Kept<Report>, said: Said<Report>, written: ReadonlySet<string>): void {
		if (!written.has(said.attempt) && !one.again) {
			one.again = true;
			unwritten.add(said.lease);
			return;
		}
		one.again = false;
		one.written = said;
	}

	function forget(): void {
		const old = clock.now() - REMEMBERED_MS;
		for (const [lease, { said }] of kept) {
			if (said.at >= old) continue;
			kept.delete(lease);
			unwritten.delete(lease);
		}
	}

	const flush = (): Promise<void> => (running = running.catch(() => {}).then(write));
	const timer = setInterval(() => {
		flush().catch((error: unknown) => log.warn({ err: String(error) }, `${name} not written`));
	}, everyMs);
	timer.unref();

	return {
		heard({ attempt, lease }, report) {
			const said = { attempt, lease, at: clock.now(), report };
			const known = kept.get(lease);
			if (known) known.said = said;
			else kept.set(lease, { said, written: null, again: false });
			unwritten.add(lease);
		},
		heardAt: (lease) => kept.get(lease)?.said.at ?? 0,
		flush,
		async stop() {
			clearInterval(timer);
			await flush().catch(() => {});
		}
	};
}
