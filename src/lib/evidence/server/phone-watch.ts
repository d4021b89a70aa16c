// P5: a phone that films and is not heard of is on record within five seconds. Its word is the report; a socket that
// closes is no reason by itself, for a page that is opened anew comes back.
import type { DatabaseAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { startRounds, type Rounds } from '../../server/rounds.ts';
import type { Log } from '../../shared/log.ts';
import { phonesUnheardSince, settleSilence, type SilentPhone } from './phone-report.repository.ts';

const EVERY_MS = 500;
/** A phone says something every other second; one word may be late. */
const SILENT_MS = 3500;
/** Whoever has not looked for so long (just started, database away, stood still) has heard nobody: that is no silence. */
const BLIND_MS = 2500;
/** Until then every phone has come back and spoken. */
const SETTLING_MS = 8000;
const BATCH = 100;

export interface PhoneWatchOptions {
	readonly db: Db;
	readonly writer: Pick<DatabaseAttemptWriter, 'within'>;
	readonly clock: Clock;
	readonly log: Log;
	/** What this process has heard and not written yet; `phone-reports.ts`. */
	readonly reports: { heardAt(lease: string): Millis };
	readonly everyMs?: number;
}

export function startPhoneWatch(options: PhoneWatchOptions): Rounds {
	const { db, writer, clock, log, reports, everyMs = EVERY_MS } = options;
	let lookedAt = 0;
	let patientUntil = 0;

	async function look(): Promise<number> {
		const now = clock.now();
		if (now - lookedAt > BLIND_MS) patientUntil = now + SETTLING_MS;
		const unheard = await phonesUnheardSince(db, now - SILENT_MS, BATCH);
		lookedAt = now;
		if (now < patientUntil) return 0;
		let silent = 0;
		for (const phone of unheard)
			if (reports.heardAt(phone.lease) <= phone.heardAt && (await record(phone))) silent++;
		return silent;
	}

	/** Under the attempt's lock: it may have spoken meanwhile, stopped, been replaced, or another process was quicker. */
	async function record(phone: SilentPhone): Promise<boolean> {
		const { attempt, lease, heardAt } = phone;
		const done = await writer.within(attempt, async (tx, decision) => {
			if (!(await settleSilence(tx, phone))) return false;
			const { state } = decision.applied();
			if (state.evidence.lease !== lease || state.phone !== 'filming') return false;
			const data = { at: heardAt, why: 'silent' } as const;
			return decision.take({ type: 'phone.interrupted', data }, null) === null;
		});
		if (done) log.info({ attempt, heardAt }, 'phone silent');
		return done === true;
	}

	return startRounds('phone watch', everyMs, log, look);
}
