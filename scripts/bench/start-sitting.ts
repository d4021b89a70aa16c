// A sitting of `bench:start` or `bench:wall` put into the database quickly, through our own writer: everybody has logged
// in and entered. Where phones are needed nobody has entered: that is for who binds them.
import { randomUUID } from 'node:crypto';
import { attemptsOn } from '../../src/lib/attempt/testing/attempts-on.ts';
import { confirmed, FROZEN } from '../../src/lib/attempt/testing/events.ts';
import { openLease } from '../../src/lib/attempt/testing/leases.ts';
import { insertExam } from '../../src/lib/exam/server/exam.repository.ts';
import { sealPaper } from '../../src/lib/exam/server/paper.repository.ts';
import { SAMPLE_PAPER } from '../../src/lib/exam/testing/papers.ts';
import type { Installation } from '../lib/installation.ts';

const AT_ONCE = 16;
const MINUTES = 15;

export interface Entered {
	readonly attempt: string;
	readonly token: string;
}

export async function prepareSitting(
	{ db, clock, masterKey, writer }: Installation,
	options: {
		readonly candidates: number;
		readonly startsAt: number;
		readonly minutes?: number;
		/** Nobody enters without a phone that films (C14). */
		readonly phones?: boolean;
	}
): Promise<Entered[]> {
	const { candidates, startsAt, minutes = MINUTES, phones = false } = options;
	const code = randomUUID().slice(0, 6).toUpperCase();
	const people = Array.from({ length: candidates }, (_, index) => ({
		account: randomUUID(),
		admission: `2026${code}${String(index + 1).padStart(5, '0')}`,
		...{ name: '测试考生', idNumber: '00000019900101001X', position: '示例岗位' },
		...{ portrait: null, exempt: [] }
	}));
	const accounts = people.map(({ account, name, admission }) => ({
		...{ id: account, account: admission, name, password_hash: '' },
		...{ password_expires_at: null, created_at: clock.now() }
	}));
	const endsAt = startsAt + minutes * 60_000;
	const rooms = [{ name: '第一考场', candidates: people }];
	await db.transaction().execute(async (tx) => {
		await tx.insertInto('accounts').values(accounts).execute();
		const { texts, kind } = FROZEN;
		const rules = { ...FROZEN.rules, phone: phones ? ('required' as const) : FROZEN.rules.phone };
		const made = await insertExam(
			tx,
			clock.now(),
			{
				code: null,
				window: null,
				rules,
				texts,
				sittings: [{ code, kind, startsAt, endsAt, rooms }]
			},
			new Map(people.map(({ account, admission }) => [admission, account]))
		);
		const sitting = made.sittings[0]?.id ?? '';
		const sealed = await sealPaper(tx, { masterKey, clock }, sitting, SAMPLE_PAPER);
		if (!sealed.ok) throw new Error(sealed.error.code);
	});
	const { service: attempts } = attemptsOn(db, clock, { writer });
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
			const { attempt, token } = await openLease({ writer, clock, service: attempts }, next.id);
			const applied = phones ? null : await writer.apply(attempt, confirmed);
			if (applied && !applied.ok) throw new Error(applied.error.code);
			entered.push({ attempt, token });
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, enter));
	return entered;
}
