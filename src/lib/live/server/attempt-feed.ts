// Hears from PostgreSQL which attempts changed, in whatever process, and tells this process's sockets. Ids only.
import pg from 'pg';
import { ATTEMPT_CHANNEL } from '../../attempt/server/attempt-writer.ts';
import { backoffDelay } from '../../shared/backoff.ts';
import type { Log } from '../../shared/log.ts';

const RECONNECT = { firstMs: 200, maxMs: 5000 };

export interface AttemptFeed {
	stop(): Promise<void>;
}

/**
 * @param changed called with the attempt's id after each commit that changed it
 * @param reconnected called when notifications may have been missed: everybody should read again
 */
export function startAttemptFeed(
	url: string,
	log: Log,
	changed: (attempt: string) => void,
	reconnected: () => void
): AttemptFeed {
	let client: pg.Client | null = null;
	let stopped = false;
	let failures = 0;
	let timer: NodeJS.Timeout | undefined;

	const again = (): void => {
		client = null;
		if (stopped) return;
		failures++;
		timer = setTimeout(() => void connect(), backoffDelay(RECONNECT, failures, Math.random()));
	};
	const connect = async (): Promise<void> => {
		const next = new pg.Client({ connectionString: url, keepAlive: true });
		client = next;
		next.on('notification', ({ payload }) => payload && changed(payload));
		next.on('error', (error) => log.warn({ err: error.message }, 'notification connection lost'));
		next.on('end', again);
		try {
			await next.connect();
			await next.query(`listen ${ATTEMPT_CHANNEL}`);
			if (failures > 0) reconnected();
			failures = 0;
		} catch {
			// 'end' follows a failed connect only sometimes; ask for it, `again` runs once
			next.removeListener('end', again);
			await next.end().catch(() => {});
			again();
		}
	};
	void connect();
	return {
		async stop() {
			stopped = true;
			clearTimeout(timer);
			await client?.end().catch(() => {});
		}
	};
}
