// A server process as far as phones are concerned, for tests: real sockets, a real database, timers that are quick. Several
// of them on one database are several processes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import {
	ATTEMPT_CHANNEL,
	type DatabaseAttemptWriter
} from '../../attempt/server/attempt-writer.ts';
import { grantOfToken } from '../../attempt/server/tokens.ts';
import { startDatabaseFeed } from '../../live/server/database-feed.ts';
import { createHub } from '../../live/server/hub.ts';
import type { PhoneReport, ServerMessage } from '../../live/wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { PHONE_CHANNEL } from '../server/phone-report.repository.ts';
import { startPhoneReports } from '../server/phone-reports.ts';
import type { Rounds } from '../../server/rounds.ts';
import { startPhoneWatch } from '../server/phone-watch.ts';

export interface LiveWorld {
	readonly db: Db;
	readonly url: string;
	readonly clock: Clock;
	readonly writer: DatabaseAttemptWriter;
}

export interface LiveProcess {
	readonly watch: Rounds;
	flush(): Promise<void>;
	/** A page with this token, welcomed. */
	open(token: string): Promise<LivePage>;
	close(): Promise<void>;
}

export interface LivePage {
	/** Everything that came but pongs. */
	readonly messages: readonly ServerMessage[];
	report(report: PhoneReport): Promise<void>;
	close(): void;
}

export const report = (said: Partial<PhoneReport> = {}): PhoneReport => ({
	page: 'filming',
	battery: { level: 0.8, charging: false },
	...{ sectors: null, faceShare: null, savedTo: null, safeTo: null, awake: true },
	...said
});

const NEVER_MS = 2 ** 30;

/** @param everyMs of the reports' rounds; the watch looks only when it is told to */
export async function liveProcess(
	{ db, url, clock, writer }: LiveWorld,
	everyMs = 20
): Promise<LiveProcess> {
	const log = silentLog;
	const hub = createHub({
		...{ epoch: 'epoch-1', clock, log },
		allowed: () => true,
		authorize: (token) => grantOfToken(db, clock, token),
		heard: () => {},
		reported: (grant, said) => reports.heard(grant, said)
	});
	const reports = startPhoneReports({ db, clock, log, desktops: hub, everyMs });
	const watch = startPhoneWatch({ db, writer, clock, log, reports, everyMs: NEVER_MS });
	const heard = Promise.withResolvers<undefined>();
	const feed = startDatabaseFeed(url, log, {
		listening: [{ [ATTEMPT_CHANNEL]: hub.changed, [PHONE_CHANNEL]: reports.written }],
		listens: () => heard.resolve(undefined)
	});
	const server = createServer();
	server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	await heard.promise;
	const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;

	return {
		watch,
		flush: reports.flush,
		open: (token) => openPage(address, token),
		async close() {
			await watch.stop();
			hub.close();
			server.close();
			await reports.stop();
			await feed.stop();
		}
	};
}

async function openPage(address: string, token: string): Promise<LivePage> {
	const socket = new WebSocket(`ws://${address}/ws`);
	const messages: ServerMessage[] = [];
	const waiting: (() => void)[] = [];
	const answered = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
	socket.on('message', (data: Buffer) => {
		const message = JSON.parse(data.toString()) as ServerMessage;
		if (message.type !== 'pong' && message.type !== 'welcome') messages.push(message);
		else waiting.shift()?.();
	});
	await new Promise((resolve, reject) => {
		socket.on('open', resolve);
		socket.on('error', reject);
	});
	const say = (message: object): Promise<void> => {
		const done = answered();
		socket.send(JSON.stringify({ v: 1, ...message }));
		return done;
	};
	await say({ type: 'hello', token });
	return {
		messages,
		report: (said) => say({ type: 'ping', sentAt: 1, report: said }),
		close: () => socket.terminate()
	};
}
