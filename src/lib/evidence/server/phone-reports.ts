// What the phones say of themselves every other second (P5): written in batches, announced to every process, and told to
// the desktops that listen here.
import {
	startReportBatches,
	type ReportBatches,
	type Said
} from '../../live/server/report-batches.ts';
import { WIRE_VERSION, type PhoneReport, type ServerMessage } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { heardPhones, writeReports } from './phone-report.repository.ts';

/** What says nothing new is written no more often than this. */
const UNCHANGED_MS = 1000;
/** Announcements of one round come in a bunch, and are read in one query. */
const GATHER_MS = 25;

export interface PhoneReports extends ReportBatches<PhoneReport> {
	/** Some process has written this attempt's row: its desktops here are told. */
	written(attempt: string): void;
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

export function startPhoneReports(options: PhoneReportOptions): PhoneReports {
	const { db, clock, log, desktops, everyMs } = options;
	const toTell = new Set<string>();
	let telling: NodeJS.Timeout | undefined;
	const batches = startReportBatches<PhoneReport>({
		...{ name: 'phone reports', clock, log, everyMs, unchangedMs: UNCHANGED_MS },
		isNews: (said, written) => said.page !== written.page || said.awake !== written.awake,
		write: (said) => writeReports(db, said.map(withFilm))
	});

	async function tell(): Promise<void> {
		telling = undefined;
		const attempts = [...toTell];
		toTell.clear();
		for (const [attempt, heard] of await heardPhones(db, attempts))
			desktops.toDesktop(attempt, { v: WIRE_VERSION, type: 'phone', heard });
	}

	return {
		...batches,
		written(attempt) {
			if (!desktops.hasDesktop(attempt)) return;
			toTell.add(attempt);
			telling ??= setTimeout(() => {
				// the next word of the phone follows in a moment
				tell().catch((error: unknown) => log.warn({ err: String(error) }, 'desktops not told'));
			}, GATHER_MS);
		},
		async stop() {
			clearTimeout(telling);
			await batches.stop();
		}
	};
}

const withFilm = (said: Said<PhoneReport>) => ({ ...said, filming: believesFilm(said.report) });

/** Interrupted is said by the phone's own command, which may not have come: then its silence is still news. */
const believesFilm = ({ page }: PhoneReport): boolean =>
	page === 'filming' || page === 'interrupted';
