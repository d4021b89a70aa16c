// Attempts on a real database, for tests that stand on them: lots are not drawn, and every part that is announced is taken.
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { ok } from '../../shared/result.ts';
import { createAttemptService, type AttemptServiceParts } from '../server/attempt.service.ts';
import { createAttemptWriter } from '../server/attempt-writer.ts';
import { NO_LOTS } from './roster.ts';

export function attemptsOn(
	db: Db,
	clock: Clock,
	parts: Partial<Omit<AttemptServiceParts, 'db' | 'clock'>> = {}
) {
	const writer = parts.writer ?? createAttemptWriter(db, clock);
	const announce = async () => ok(undefined);
	const whole = { ...{ db, clock, log: silentLog, lots: NO_LOTS }, announce, ...parts, writer };
	return { clock, writer, service: createAttemptService(whole) };
}
