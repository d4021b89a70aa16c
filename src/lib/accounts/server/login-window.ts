// When a candidate may log in (C5, C9). Staff may at any time.
import { firstLoginClosesAt, loginOpensAt, type SittingTimes } from '../../attempt/time-rules.ts';
import type { ExamRules } from '../../attempt/rules.ts';
import type { Db } from '../../server/db/database.ts';
import type { Millis } from '../../shared/clock.ts';

export type LoginWindow = 'open' | 'not-open' | 'closed';

interface Roster {
	readonly times: SittingTimes;
	readonly rules: ExamRules;
	readonly hasAttempt: boolean;
}

/** @param candidate id on the roster */
export async function loginWindow(
	db: Db,
	candidate: string,
	now: Millis
): Promise<{ readonly window: LoginWindow; readonly opensAt: Millis }> {
	const roster = await readRoster(db, candidate);
	return { window: windowAt(roster, now), opensAt: loginOpensAt(roster.times, roster.rules) };
}

/** Who has an attempt always gets in: to come back (C9), or to finish an upload (C1). */
function windowAt({ times, rules, hasAttempt }: Roster, now: Millis): LoginWindow {
	if (hasAttempt) return 'open';
	if (now < loginOpensAt(times, rules)) return 'not-open';
	return now < firstLoginClosesAt(times, rules) ? 'open' : 'closed';
}

async function readRoster(db: Db, candidate: string): Promise<Roster> {
	const row = await db
		.selectFrom('candidates')
		.innerJoin('rooms', 'rooms.id', 'candidates.room_id')
		.innerJoin('sittings', 'sittings.id', 'rooms.sitting_id')
		.innerJoin('exams', 'exams.id', 'sittings.exam_id')
		.leftJoin('attempts', 'attempts.candidate_id', 'candidates.id')
		.select(['sittings.starts_at', 'sittings.ends_at', 'exams.rules', 'attempts.id as attempt'])
		.where('candidates.id', '=', candidate)
		.executeTakeFirstOrThrow();
	return {
		times: { startsAt: row.starts_at, endsAt: row.ends_at },
		rules: row.rules,
		hasAttempt: row.attempt !== null
	};
}
