// A server process as far as pages of staff are concerned, for tests: real sockets, a real database, quick rounds. Several of
// them on one database are several processes.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { createAccounts } from '../../accounts/server/accounts.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import type { Role } from '../../accounts/permissions.ts';
import { startDatabaseFeed } from '../../live/server/database-feed.ts';
import type { StaffFeed, StaffFeedOptions } from '../../live/server/staff-feed-ports.ts';
import type { StaffMessage, StaffPush } from '../../live/staff-wire.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock } from '../../shared/clock.ts';
import { silentLog } from '../../shared/log.ts';
import { startStaffRooms } from '../server/staff-rooms.ts';

export interface StaffWorld {
	readonly db: Db;
	readonly url: string;
	readonly clock: Clock;
}

export interface StaffProcess {
	readonly feed: StaffFeed;
	/** A page with this session, not welcomed yet. */
	open(secret: string | null, origin?: string): Promise<StaffPage>;
	stop(): Promise<void>;
}

type Saying = StaffMessage extends infer M ? (M extends unknown ? Omit<M, 'v'> : never) : never;

export interface StaffPage {
	readonly socket: WebSocket;
	/** Everything that came, in order. */
	readonly pushes: StaffPush[];
	readonly frames: Buffer[];
	of<T extends StaffPush['type']>(type: T): Extract<StaffPush, { type: T }>[];
	say(message: Saying): void;
	/** Everything that was said before has been dealt with. */
	settled(): Promise<void>;
	/** The code. */
	readonly closed: Promise<number>;
}

const HOURS_MS = 3_600_000;
const QUICK = { changedMs: 20, wordsMs: 50, clockMs: HOURS_MS, wholeMs: HOURS_MS };

export async function staffProcess(
	{ db, url, clock }: StaffWorld,
	options: Partial<StaffFeedOptions> & {
		readonly times?: Partial<typeof QUICK>;
		readonly renewMs?: number;
	} = {}
): Promise<StaffProcess> {
	const log = silentLog;
	const accounts = createAccounts({ db, clock, log });
	const rooms = startStaffRooms({
		...{ db, epoch: 'epoch-1', clock, log, allowed: () => true, places: createPlaces(db) },
		...{ personOf: accounts.sessions.personOf, renewMs: HOURS_MS, askAgainMs: HOURS_MS },
		...options,
		times: { ...QUICK, ...options.times }
	});
	const heard = Promise.withResolvers<undefined>();
	const listens = (): void => {
		rooms.readAgain();
		heard.resolve(undefined);
	};
	const database = startDatabaseFeed(url, log, { listening: [rooms.channels], listens });
	await heard.promise;
	const server = createServer();
	server.on('upgrade', (request, socket, head) => rooms.feed.upgrade(request, socket, head));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		feed: rooms.feed,
		open: (secret) => openPage(`127.0.0.1:${String(port)}`, secret),
		async stop() {
			await rooms.stop();
			await database.stop();
			server.close();
		}
	};
}

async function openPage(address: string, secret: string | null): Promise<StaffPage> {
	const headers = secret === null ? {} : { cookie: `other=1; session=${secret}` };
	const socket = new WebSocket(`ws://${address}/ws/staff`, { headers });
	const pushes: StaffPush[] = [];
	const frames: Buffer[] = [];
	let pinged = 0;
	socket.on('message', (data: Buffer, isBinary: boolean) => {
		if (isBinary) frames.push(data);
		else pushes.push(JSON.parse(data.toString()) as StaffPush);
	});
	const closed = new Promise<number>((resolve) => socket.on('close', resolve));
	await new Promise((resolve, reject) => {
		socket.on('open', resolve);
		socket.on('error', reject);
	});
	const of = <T extends StaffPush['type']>(type: T) =>
		pushes.filter((push): push is Extract<StaffPush, { type: T }> => push.type === type);
	const say = (message: Saying): void => socket.send(JSON.stringify({ v: 1, ...message }));
	return {
		...{ socket, pushes, frames, closed, of, say },
		async settled() {
			const own = ++pinged;
			say({ type: 'ping', sentAt: own });
			while (!of('pong').some(({ sentAt }) => sentAt === own) && socket.readyState < 2)
				await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
}

/** Somebody of staff who has logged in. */
export async function logIn(
	{ db, clock }: Pick<StaffWorld, 'db' | 'clock'>,
	role: Role,
	room: string | null,
	name = '监督员甲'
): Promise<{ readonly account: string; readonly secret: string }> {
	const account = randomUUID();
	await db
		.insertInto('accounts')
		.values({ id: account, account, name, password_hash: '', created_at: 0 })
		.execute();
	await db
		.insertInto('role_grants')
		.values({ account_id: account, role, exam_id: null, room_id: room })
		.execute();
	const { sessions } = createAccounts({ db, clock, log: silentLog });
	const session = { account, address: '192.0.2.1', way: 'password' } as const;
	return { account, secret: (await sessions.open(session)).secret };
}
