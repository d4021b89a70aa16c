// A device of a test that is not about who may come in: it takes the attempt, whoever had it. The way itself, with its
// questions, is server/lease.service.ts.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { DatabaseAttemptWriter } from '../server/attempt-writer.ts';
import { insertLease } from '../server/lease.repository.ts';
import type { OpenedLease } from '../server/lease.service.ts';
import { issueToken, type DeviceGrant } from '../server/tokens.ts';
import type { Db } from '../../server/db/database.ts';

const DAY_MS = 24 * 3_600_000;

interface World {
	readonly writer: DatabaseAttemptWriter;
	readonly clock: Clock;
	readonly service: { attemptOf(candidate: string): Promise<string> };
}

export async function openLease(world: World, candidate: string): Promise<OpenedLease> {
	const { writer, clock, service } = world;
	const attempt = await service.attemptOf(candidate);
	const lease = randomUUID();
	const opened = await writer.within(attempt, async (tx, { take }) => {
		take({ type: 'lease.opened', data: { lease, device: 'desktop' } }, null);
		const now = clock.now();
		await insertLease(tx, { id: lease, attempt, device: lease, label: 'Test Browser', now });
		return issueToken(tx, { attempt, lease, scope: 'attempt' }, now + DAY_MS);
	});
	if (opened === null) throw new Error('no attempt');
	return { token: opened, lease, attempt };
}

/** A phone that is bound without a code; the way itself is in evidence/server. */
export async function openPhone(
	{ writer, clock, db }: Pick<World, 'writer' | 'clock'> & { readonly db: Db },
	attempt: string
): Promise<DeviceGrant & { readonly token: string }> {
	const grant = { attempt, lease: randomUUID(), scope: 'evidence' } as const;
	const opened = { type: 'lease.opened', data: { lease: grant.lease, device: 'phone' } } as const;
	const now = clock.now();
	const row = {
		id: grant.lease,
		attempt_id: attempt,
		device: 'phone',
		label: 'Test Phone'
	} as const;
	const applied = await writer.apply(attempt, opened, {
		alongside: (tx) =>
			tx
				.insertInto('leases')
				.values({ ...row, opened_at: now })
				.execute()
				.then()
	});
	if (!applied.ok) throw new Error(applied.error.code);
	const token = await db.transaction().execute((tx) => issueToken(tx, grant, now + DAY_MS));
	return { ...grant, token };
}
