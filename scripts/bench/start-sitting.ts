// A sitting of `bench:start` put into the database quickly, through our own writer: everybody has logged in and entered.
import { randomUUID } from 'node:crypto';
import { createAttemptService } from '../../src/lib/attempt/server/attempt.service.ts';
import { DEFAULT_RULES } from '../../src/lib/attempt/rules.ts';
import { samplePeople, sampleSitting } from '../../src/lib/exam/sample/sample-sitting.ts';
import { sealPaper } from '../../src/lib/exam/server/paper.repository.ts';
import { insertSitting } from '../../src/lib/exam/server/sitting.repository.ts';
import { SAMPLE_PAPER } from '../../src/lib/exam/testing/papers.ts';
import { silentLog } from '../../src/lib/shared/log.ts';
import { ok } from '../../src/lib/shared/result.ts';
import type { Installation } from '../lib/installation.ts';

const AT_ONCE = 16;
const MINUTES = 15;

export interface Entered {
	readonly attempt: string;
	readonly token: string;
}

export async function prepareSitting(
	{ db, clock, masterKey, writer }: Installation,
	{ candidates, startsAt }: { candidates: number; startsAt: number }
): Promise<Entered[]> {
	const code = randomUUID().slice(0, 6).toUpperCase();
	const people = samplePeople(code, candidates).map((one) => ({ ...one, account: randomUUID() }));
	const accounts = people.map(({ account, name, admission }) => ({
		...{ id: account, account: admission, name, password_hash: '' },
		...{ password_expires_at: null, created_at: clock.now() }
	}));
	const sitting = sampleSitting(code, { startsAt, endsAt: startsAt + MINUTES * 60_000 }, people);
	await db.transaction().execute(async (tx) => {
		await tx.insertInto('accounts').values(accounts).execute();
		const rules = {
			...DEFAULT_RULES,
			plan: ['devices', 'wait', 'answer', 'upload', 'done'] as const
		};
		const plain = sitting.candidates.map((one) => ({ ...one, portrait: null }));
		const made = await insertSitting(tx, clock, {
			...sitting,
			rules: { ...rules, plan: [...rules.plan] },
			candidates: plain
		});
		const sealed = await sealPaper(tx, { masterKey, clock }, made.sitting, SAMPLE_PAPER);
		if (!sealed.ok) throw new Error(sealed.error.code);
	});
	const attempts = createAttemptService({
		...{ db, writer, clock, log: silentLog },
		announce: async () => ok(undefined)
	});
	const ids = await db
		.selectFrom('candidates')
		.select('id')
		.where(
			'account_id',
			'in',
			people.map(({ account }) => account)
		)
		.execute();
	const entered: Entered[] = [];
	const enter = async (): Promise<void> => {
		for (let next = ids.pop(); next; next = ids.pop()) {
			const { attempt, token } = await attempts.openLease(next.id, 'bench');
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
