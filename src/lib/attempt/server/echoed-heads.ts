// C34: devices echo the last head they were told. A log that has not that line any more lost its end, or was rewritten,
// though the epoch says that nothing was restored: the operator must hear of it. What the candidate's
// computer echoes was delivered to it (I3): how far that is, is kept for every process. A device's word only.
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import type { Head } from '../ports.ts';
import { keepTold } from './told-head.repository.ts';
import type { DeviceGrant } from './tokens.ts';

/** Heads found in their logs are not asked for again; more devices than this are not under way at once. */
const REMEMBERED = 10_000;

export interface EchoedHeads {
	/** Nobody waits for it. @param epoch in which the device was told; of another one nothing follows */
	heard(from: DeviceGrant, head: Head | null, epoch: string | null): void;
	/** Attempts of which a head is missing, since this process began. */
	lost(): number;
	/** What was heard is looked up. */
	settled(): Promise<void>;
}

export function createEchoedHeads(world: {
	readonly db: Db;
	readonly log: Log;
	readonly epoch: string;
}): EchoedHeads {
	const { db, log, epoch } = world;
	/** The last of each lease. */
	const found = new Map<string, string>();
	const lost = new Set<string>();
	const looking = new Set<Promise<void>>();

	async function look({ attempt, lease, scope }: DeviceGrant, { seq, hash }: Head): Promise<void> {
		const line = await db
			.selectFrom('attempt_events')
			.select('hash')
			.where('attempt_id', '=', attempt)
			.where('seq', '=', seq)
			.executeTakeFirst();
		if (line?.hash === hash) {
			// a phone is told the same lines, and shows no conversation
			if (scope === 'attempt') await keepTold(db, { attempt, lease }, seq);
			return remember(lease, hash);
		}
		// once: a device says it every five seconds
		if (lost.has(attempt)) return;
		lost.add(attempt);
		const has = line?.hash ?? null;
		log.error({ attempt, seq, told: hash, has }, 'a head that a device was told is not in the log');
	}

	function remember(lease: string, hash: string): void {
		if (found.size >= REMEMBERED) found.clear();
		found.set(lease, hash);
	}

	return {
		heard(from, head, known) {
			if (!head || known !== epoch || found.get(from.lease) === head.hash) return;
			const { attempt } = from;
			const looked = look(from, head)
				.catch((error: unknown) => log.warn({ attempt, err: String(error) }, 'head not looked up'))
				.finally(() => looking.delete(looked));
			looking.add(looked);
		},
		lost: () => lost.size,
		async settled() {
			await Promise.all(looking);
		}
	};
}
