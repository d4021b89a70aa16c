// Hears from PostgreSQL what other processes (and this one) have committed, and tells whoever asked for it.
import pg from 'pg';
import { backoffDelay } from '../../shared/backoff.ts';
import type { Log } from '../../shared/log.ts';

const RECONNECT = { firstMs: 200, maxMs: 5000 };
const CONNECT_TIMEOUT_MS = 5000;
/** A connection that only listens is silent for hours: the network in between must not forget it. */
const KEEP_ALIVE_MS = 30_000;

export interface DatabaseFeed {
	stop(): Promise<void>;
}

/** By channel; with what was announced on it, an id mostly. */
export type Channels = Readonly<Record<string, (payload: string) => void>>;

export interface FeedEvents {
	/** Several may listen to one channel. */
	readonly listening: readonly Channels[];
	/** At first and after every loss: what was announced before may have been missed, everybody should read again. */
	listens(): void;
}

export function startDatabaseFeed(url: string, log: Log, events: FeedEvents): DatabaseFeed {
	const { listening, listens } = events;
	const channels = new Set(listening.flatMap((one) => Object.keys(one)));
	const listen = [...channels].map((channel) => `listen ${channel}`).join('; ');
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
			if (payload) for (const one of listening) one[channel]?.(payload);
		});
		next.on('error', (error) => log.warn({ err: error.message }, 'notification connection lost'));
		next.on('end', () => lost(next));
		try {
			await next.connect();
			await next.query(listen);
			failures = 0;
			listens();
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
