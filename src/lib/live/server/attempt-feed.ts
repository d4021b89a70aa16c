// Hears from PostgreSQL which attempts changed, whose phones spoke and whose pictures came, in whatever process, and tells
// this one. Ids only.
import pg from 'pg';
import { ATTEMPT_CHANNEL } from '../../attempt/server/attempt-writer.ts';
import { PHONE_CHANNEL } from '../../evidence/server/phone-report.repository.ts';
import { backoffDelay } from '../../shared/backoff.ts';
import type { Log } from '../../shared/log.ts';
import { PICTURE_CHANNEL } from './picture.repository.ts';

const RECONNECT = { firstMs: 200, maxMs: 5000 };
const CONNECT_TIMEOUT_MS = 5000;
/** A connection that only listens is silent for hours: the network in between must not forget it. */
const KEEP_ALIVE_MS = 30_000;

export interface AttemptFeed {
	stop(): Promise<void>;
}

export interface FeedEvents {
	/** With the attempt's id, after each commit that changed it. */
	changed(attempt: string): void;
	/** Its phone's last word was written. */
	phone?(attempt: string): void;
	/** A small picture was taken in: which, and when (picture-relay.ts). */
	picture?(payload: string): void;
	/** Notifications may have been missed: everybody should read again. */
	reconnected(): void;
}

export function startAttemptFeed(url: string, log: Log, events: FeedEvents): AttemptFeed {
	let client: pg.Client | null = null;
	let stopped = false;
	let failures = 0;
	let timer: NodeJS.Timeout | undefined;

	const lost = (one: pg.Client): void => {
		// 'end' and a failed connect may both say it
		if (client !== one) return;
		client = null;
		if (stopped) return;
		failures++;
		timer = setTimeout(() => void connect(), backoffDelay(RECONNECT, failures, Math.random()));
	};
	const connect = async (): Promise<void> => {
		const next = new pg.Client({
			connectionString: url,
			connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
			keepAlive: true,
			keepAliveInitialDelayMillis: KEEP_ALIVE_MS
		});
		client = next;
		next.on('notification', ({ channel, payload }) => {
			if (!payload) return;
			if (channel === PHONE_CHANNEL) events.phone?.(payload);
			else if (channel === PICTURE_CHANNEL) events.picture?.(payload);
			else events.changed(payload);
		});
		next.on('error', (error) => log.warn({ err: error.message }, 'notification connection lost'));
		next.on('end', () => lost(next));
		try {
			await next.connect();
			await next.query(
				`listen ${ATTEMPT_CHANNEL}; listen ${PHONE_CHANNEL}; listen ${PICTURE_CHANNEL}`
			);
			if (failures > 0) events.reconnected();
			failures = 0;
		} catch {
			next.end().catch(() => {});
			lost(next);
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
