// A sitting of `bench:start` put into the database quickly, through our own writer: everybody has logged in and entered.
import { randomUUID } from 'node:crypto';
import { createAttemptService } from '../../src/lib/attempt/server/attempt.service.ts';
import { insertAccounts } from '../../src/lib/accounts/server/account.repository.ts';
import type { ExamRules } from '../../src/lib/attempt/rules.ts';
import { NO_LOTS } from '../../src/lib/attempt/testing/roster.ts';
import { openLease } from '../../src/lib/attempt/testing/leases.ts';
import { definitionOf } from '../../src/lib/exam/exam-definition.ts';
import { sampleExam } from '../../src/lib/exam/sample/sample-exam.ts';
import { insertExam } from '../../src/lib/exam/server/exam.repository.ts';
import { sealPaper } from '../../src/lib/exam/server/paper.repository.ts';
import { SAMPLE_PAPER } from '../../src/lib/exam/testing/papers.ts';
import { silentLog } from '../../src/lib/shared/log.ts';
import { ok } from '../../src/lib/shared/result.ts';
import type { Installation } from '../lib/installation.ts';

const AT_ONCE = 16;
const MINUTES = 15;
const SHORT_WAY = ['devices', 'wait', 'answer', 'upload', 'done'] as const;

export interface Entered {
	readonly attempt: string;
	readonly token: string;
}

export async function prepareSitting(
	{ db, clock, masterKey, writer }: Installation,
	{ candidates, startsAt }: { candidates: number; startsAt: number }
): Promise<Entered[]> {
	const code = randomUUID().slice(0, 6).toUpperCase();
	const exam = definitionOf(
		sampleExam({ code, startsAt, endsAt: startsAt + MINUTES * 60_000, candidates })
	);
	const roster = exam.sittings.flatMap(({ rooms }) => rooms.flatMap((room) => room.candidates));
	const ids = new Map(roster.map(({ admission }) => [admission, randomUUID()]));
	const accounts = roster.map(({ name, admission }) => ({
		...{ id: ids.get(admission) ?? '', account: admission, name },
		...{ passwordHash: '', passwordExpiresAt: null }
	}));
	const rules: ExamRules = { ...exam.rules, plan: [...SHORT_WAY] };
	const made = await db.transaction().execute(async (tx) => {
		await insertAccounts(tx, accounts, clock.now());
		const inserted = await insertExam(tx, clock.now(), { ...exam, rules }, ids);
		const sitting = inserted.sittings[0]?.id ?? '';
		const sealed = await sealPaper(tx, { masterKey, clock }, sitting, SAMPLE_PAPER);
		if (!sealed.ok) throw new Error(sealed.error.code);
		return inserted;
	});
	const attempts = createAttemptService({
		...{ db, writer, clock, log: silentLog },
		announce: async () => ok(undefined),
		lots: NO_LOTS
	});
	const rooms = made.sittings.flatMap((sitting) => sitting.rooms.map(({ id }) => id));
	const waiting = await db
		.selectFrom('candidates')
		.select('id')
		.where('room_id', 'in', rooms)
		.execute();
	const entered: Entered[] = [];
	const enter = async (): Promise<void> => {
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const { attempt, token } = await openLease({ writer, clock, service: attempts }, next.id);
			const applied = await writer.apply(attempt, {
				type: 'stage.confirmed',
				data: { stage: 'devices' }
			});
			if (!applied.ok) throw new Error(applied.error.code);
			entered.push({ attempt, token });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, enter));
	return entered;
}
