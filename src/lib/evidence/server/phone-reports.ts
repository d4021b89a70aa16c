// What the phones say of themselves every other second (P5): kept in memory, written in batches, announced to every
// process, and told to the desktops that listen here. Nothing of it goes into the log.
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { WIRE_VERSION, type PhoneReport, type ServerMessage } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { heardPhones, writeReports, type SaidReport } from './phone-report.repository.ts';

/** A change is with the desktop in less than a second: this, the write, and what follows it. */
const ROUND_MS = 250;
/** What says nothing new is written no more often than this. */
const UNCHANGED_MS = 1000;
/** Announcements of one round come in a bunch, and are read in one query. */
const GATHER_MS = 25;
/** What is older is in the database. */
const REMEMBERED_MS = 60_000;

export interface PhoneReports {
	/** A phone's socket has said how it is. */
	heard(grant: DeviceGrant, report: PhoneReport): void;
	/** When this process last heard it, whatever is written; 0 = never. */
	heardAt(lease: string): Millis;
	/** Some process has written this attempt's row: its desktops here are told. */
	written(attempt: string): void;
	flush(): Promise<void>;
	stop(): Promise<void>;
}

export interface PhoneReportOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	/** The desktops of this process; `live/server/hub.ts`. */
	readonly desktops: {
		hasDesktop(attempt: string): boolean;
		toDesktop(attempt: string, message: ServerMessage): void;
	};
	readonly everyMs?: number;
}

interface Kept {
	said: SaidReport;
	/** What was written last, and when it was said. */
	written: SaidReport | null;
	/** Not in charge, or another process was writing the row: tried once more. */
	again: boolean;
}

export function startPhoneReports(options: PhoneReportOptions): PhoneReports {
	const { db, clock, log, desktops, everyMs = ROUND_MS } = options;
	/** By lease. */
	const kept = new Map<string, Kept>();
	const unwritten = new Set<string>();
	const toTell = new Set<string>();
	let telling: NodeJS.Timeout | undefined;
	let running: Promise<void> = Promise.resolve();

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
			const written = await writeReports(db, said);
			due.forEach((one, index) => settle(one, said[index] ?? one.said, written));
		} catch (error) {
			for (const { lease } of said) unwritten.add(lease);
			throw error;
		}
	}

	function settle(one: Kept, said: SaidReport, written: ReadonlySet<string>): void {
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
		flush().catch((error: unknown) =>
			log.warn({ err: String(error) }, 'phone reports not written')
		);
	}, everyMs);
	timer.unref();

	async function tell(): Promise<void> {
		telling = undefined;
		const attempts = [...toTell];
		toTell.clear();
		for (const [attempt, heard] of await heardPhones(db, attempts))
			desktops.toDesktop(attempt, { v: WIRE_VERSION, type: 'phone', heard });
	}

	return {
		heard({ attempt, lease }, report) {
			const said = { attempt, lease, at: clock.now(), filming: believesFilm(report), report };
			const known = kept.get(lease);
			if (known) known.said = said;
			else kept.set(lease, { said, written: null, again: false });
			unwritten.add(lease);
		},
		heardAt: (lease) => kept.get(lease)?.said.at ?? 0,
		written(attempt) {
			if (!desktops.hasDesktop(attempt)) return;
			toTell.add(attempt);
			telling ??= setTimeout(() => {
				// the next word of the phone follows in a moment
				tell().catch((error: unknown) => log.warn({ err: String(error) }, 'desktops not told'));
			}, GATHER_MS);
		},
		flush,
		async stop() {
			clearInterval(timer);
			clearTimeout(telling);
			await flush().catch(() => {});
		}
	};
}

function isDue({ said, written }: Kept, now: Millis): boolean {
	if (!written || now - written.at >= UNCHANGED_MS) return true;
	return said.report.page !== written.report.page || said.report.awake !== written.report.awake;
}

/** Interrupted is said by the phone's own command, which may not have come: then its silence is still news. */
const believesFilm = ({ page }: PhoneReport): boolean =>
	page === 'filming' || page === 'interrupted';
