// A server process as far as live views are concerned, for tests: a real database between several of them, the sockets of
// devices and of staff as lists of what was said on them.
import { randomUUID } from 'node:crypto';
import { createAudit } from '../../accounts/server/audit.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { startDatabaseFeed } from '../server/database-feed.ts';
import { LIVE_CHANNEL } from '../server/live-letters.repository.ts';
import { startLiveRelay, type LiveConfig, type LiveRelay } from '../server/live-relay.ts';
import type { LiveDevice, StaffPush } from '../staff-wire.ts';
import type { ServerMessage } from '../wire.ts';

export interface RelayWorld {
	readonly db: Db;
	readonly url: string;
	readonly clock: Clock;
}

export interface RelayProcess {
	readonly relay: LiveRelay;
	/** A device's socket opens here. @returns what it is told */
	connect(grant: DeviceGrant): ServerMessage[];
	disconnect(grant: DeviceGrant): void;
	/** A viewer's page is gone, and nobody has told the relay. */
	vanish(viewer: string): void;
	/** A page of staff asks for a device. */
	ask(account: string, attempt: string, device?: LiveDevice): RelayViewer;
	stop(): Promise<void>;
}

export interface RelayViewer {
	readonly viewer: string;
	readonly told: StaffPush[];
	/** Types of what it was told, with the reason or the code. */
	words(): string[];
}

const CONFIG: LiveConfig = {
	...{ stunUrls: [], turnUrls: ['turn:relay:3478'], turnSecret: 'north' },
	...{ relayOnly: false, maxViewers: 2 }
};

export async function relayProcess(
	{ db, url, clock }: RelayWorld,
	options: { readonly everyMs?: number; readonly answerWithinMs?: number } = {}
): Promise<RelayProcess> {
	const devices = new Map<string, ServerMessage[]>();
	const viewers = new Map<string, StaffPush[]>();
	const relay = startLiveRelay({
		...{ db, clock, log: silentLog, audit: createAudit(db, clock), config: CONFIG },
		...{ answerWithinMs: 1000, everyMs: 2 ** 30, ...options },
		devices: {
			hasDevice: (lease) => devices.has(lease),
			toDevice: (lease, message) => void devices.get(lease)?.push(message)
		},
		viewers: { toViewer: (viewer, push) => (viewers.get(viewer)?.push(push) ?? 0) > 0 }
	});
	const heard = Promise.withResolvers<undefined>();
	const feed = startDatabaseFeed(url, silentLog, {
		listening: [{ [LIVE_CHANNEL]: relay.announced }],
		listens: () => heard.resolve(undefined)
	});
	await heard.promise;
	return {
		relay,
		connect({ lease }) {
			const told: ServerMessage[] = [];
			devices.set(lease, told);
			return told;
		},
		disconnect({ lease }) {
			devices.delete(lease);
			relay.deviceLeft(lease);
		},
		vanish: (viewer) => void viewers.delete(viewer),
		ask(account, attempt, device = 'desktop') {
			const [viewer, told] = [randomUUID(), [] as StaffPush[]];
			viewers.set(viewer, told);
			relay.ask({ viewer, attempt, device, account, address: '192.0.2.7' });
			return { viewer, told, words: () => told.map(wordOf) };
		},
		async stop() {
			await relay.stop();
			await feed.stop();
		}
	};
}

const wordOf = (push: StaffPush): string => {
	if (push.type === 'refused') return push.code;
	if (push.type === 'live-ended') return `ended ${push.why}`;
	return push.type === 'signal' ? `signal ${push.data}` : push.type;
};
