// A device of a test that is not about who may come in: it takes the attempt, whoever had it. The way itself, with its
// questions, is server/lease.service.ts.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { DatabaseAttemptWriter } from '../server/attempt-writer.ts';
import { insertLease } from '../server/lease.repository.ts';
import type { OpenedLease } from '../server/lease-opening.ts';
import { issueToken } from '../server/tokens.ts';

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
		const row = { id: lease, attempt, keyHash: lease, label: 'Test Browser', now };
		await insertLease(tx, { ...row, device: 'desktop' });
		return issueToken(tx, { attempt, lease, scope: 'attempt' }, now + DAY_MS);
	});
	if (opened === null) throw new Error('no attempt');
	return { token: opened, lease, attempt };
}
