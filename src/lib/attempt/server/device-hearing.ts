// When each device last spoke (C8): any request with its token, any sign of life of its socket. Kept in memory and
// written to its lease in batches, so that several processes agree and no request costs a write of its own.
import { sql } from 'kysely';
import type { Clock, Millis } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { Db } from '../../server/db/database.ts';
import { readHeard } from './lease.repository.ts';

const FLUSH_EVERY_MS = 5000;
/** What is older is in the database, and long past DEVICE_SILENT_MS. */
const REMEMBERED_MS = 60_000;

export interface DeviceHearing {
	/** This lease's device has just said something. */
	heard(lease: string): void;
	/** When it last spoke, to whichever process, for whoever looks; null: never. */
	lastHeard(db: Db, lease: string): Promise<Millis | null>;
	/** Since when it may be called silent, for who decides. A server that has just started has heard nobody yet. */
	silentSince(db: Db, lease: string): Promise<Millis>;
	flush(): Promise<void>;
	stop(): Promise<void>;
}

export interface DeviceHearingOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly log: Log;
	readonly everyMs?: number;
}

export function startDeviceHearing(options: DeviceHearingOptions): DeviceHearing {
	const { db, clock, log, everyMs = FLUSH_EVERY_MS } = options;
	const startedAt = clock.now();
	const heard = new Map<string, Millis>();
	let unwritten = new Set<string>();

	async function flush(): Promise<void> {
		const leases = [...unwritten];
		if (leases.length === 0) return;
		unwritten = new Set();
		const times = leases.map((lease) => heard.get(lease) ?? 0);
		try {
			// rows that another process is writing are left to it: nobody waits, and the next round comes soon
			await sql`
				update leases set heard_at = said.at
				from (
					select leases.id, said.at
					from unnest(${leases}::uuid[], ${times}::bigint[]) as said (id, at)
					join leases on leases.id = said.id
					where leases.heard_at is null or leases.heard_at < said.at
					for update of leases skip locked
				) said
				where leases.id = said.id`.execute(db);
		} catch (error) {
			for (const lease of leases) unwritten.add(lease);
			throw error;
		}
		const old = clock.now() - REMEMBERED_MS;
		for (const [lease, at] of heard) if (at < old && !unwritten.has(lease)) heard.delete(lease);
	}

	async function lastHeard(from: Db, lease: string): Promise<Millis | null> {
		const written = (await readHeard(from, [lease])).get(lease);
		const here = heard.get(lease);
		if (written === undefined || here === undefined) return written ?? here ?? null;
		return Math.max(written, here);
	}

	const timer = setInterval(() => {
		flush().catch((error: unknown) => log.warn({ err: String(error) }, 'hearing not written'));
	}, everyMs);
	timer.unref();

	return {
		heard(lease) {
			heard.set(lease, clock.now());
			unwritten.add(lease);
		},
		lastHeard,
		silentSince: async (from, lease) => Math.max(startedAt, (await lastHeard(from, lease)) ?? 0),
		flush,
		async stop() {
			clearInterval(timer);
			await flush().catch(() => {});
		}
	};
}
