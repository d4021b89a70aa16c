import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ATTEMPT_CHANNEL, createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { opened, FROZEN } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { isSameOrigin } from '../../server/same-origin.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { startDatabaseFeed } from './database-feed.ts';
import { createHub, type Hub, type HubOptions } from './hub.ts';

const NOW = 1_800_000_000_000;
const HELLO_WITHIN_MS = 300;
const clock = { now: () => NOW };

interface Process {
	readonly hub: Hub;
	readonly address: string;
	readonly server: Server;
}

const running: Process[] = [];
/** Signs of life, by lease. */
const heard: string[] = [];

/** One server process: a hub behind node:http. A token is `for:` and the attempt's id. */
async function startProcess(
	options: Partial<Pick<HubOptions, 'helloWithinMs' | 'heartbeatMs' | 'greeting'>> = {}
): Promise<Process> {
	const hub = createHub({
		epoch: 'epoch-1',
		clock,
		log: silentLog,
		helloWithinMs: HELLO_WITHIN_MS,
		allowed: (request) => isSameOrigin(request, false),
		async authorize(token) {
			if (token === 'slow') await new Promise((resolve) => setTimeout(resolve, 100));
			if (token === 'fails') throw new Error('database away');
			const [attempt = '', lease = 'a lease'] = token.slice(4).split('@');
			return token.startsWith('for:') || token === 'slow'
				? { attempt, lease, scope: lease === 'phone' ? 'evidence' : 'attempt' }
				: null;
		},
		heard: (lease) => heard.push(lease),
		...options
	});
	const server = createServer();
	server.on('upgrade', (request, socket, head) => hub.upgrade(request, socket, head));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	const one = { hub, address, server };
	running.push(one);
	return one;
}

afterEach(() => {
	for (const { hub, server } of running.splice(0)) {
		hub.close();
		server.close();
	}
});

interface Page {
	readonly socket: WebSocket;
	say(message: object | string): void;
	/** The next message that was not read yet. */
	next(): Promise<unknown>;
	/** Close code, once closed. */
	readonly closed: Promise<number>;
}

async function openPage({ address }: Process, origin = `http://${address}`): Promise<Page> {
	const socket = new WebSocket(`ws://${address}/ws`, { origin });
	const messages: unknown[] = [];
	const readers: ((message: unknown) => void)[] = [];
	socket.on('message', (data: Buffer) => {
		const message: unknown = JSON.parse(data.toString());
		const reader = readers.shift();
		if (reader) reader(message);
		else messages.push(message);
	});
	const closed = new Promise<number>((resolve) => socket.on('close', resolve));
	await new Promise((resolve, reject) => {
		socket.on('open', resolve);
		socket.on('error', reject);
	});
	return {
		socket,
		closed,
		say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
		next: () =>
			messages.length > 0
				? Promise.resolve(messages.shift())
				: new Promise((resolve) => readers.push(resolve))
	};
}

const hello = (token: string) => ({ v: 1, type: 'hello', token });

async function listening(process: Process, attempt: string): Promise<Page> {
	const page = await openPage(process);
	page.say(hello(`for:${attempt}`));
	expect(await page.next()).toEqual({ v: 1, type: 'welcome', epoch: 'epoch-1', now: NOW });
	return page;
}

describe('coming in', () => {
	test('a page of another site is answered 403 before there is a socket', async () => {
		const process = await startProcess();
		await expect(openPage(process, 'https://elsewhere.example')).rejects.toThrow('403');
		expect(process.hub.connections()).toBe(0);
	});

	test('a token that opens nothing is refused', async () => {
		const page = await openPage(await startProcess());
		page.say(hello('stolen'));
		expect(await page.next()).toEqual({ v: 1, type: 'refused', code: 'token.invalid' });
		expect(await page.closed).toBe(1008);
	});

	test.each([
		['no JSON', 'garbage'],
		['not ours', '{"v":1,"type":"shout"}'],
		['another version', '{"v":2,"type":"hello","token":"for:x"}']
	])('%s is refused', async (_what, text) => {
		const page = await openPage(await startProcess());
		page.say(text);
		expect(await page.next()).toEqual({ v: 1, type: 'refused', code: 'input.invalid' });
		expect(await page.closed).toBe(1008);
	});

	test('a message that is too large ends its socket alone', async () => {
		const process = await startProcess();
		const other = await listening(process, 'a');
		const page = await openPage(process);
		page.say('x'.repeat(25_000));
		expect(await page.closed).toBe(1009);
		process.hub.changed('a');
		expect(await other.next()).toMatchObject({ type: 'changed' });
	});

	test('who says nothing is closed in time, also when it pings', async () => {
		const page = await openPage(await startProcess());
		page.say({ v: 1, type: 'ping', sentAt: 1.5 });
		expect(await page.next()).toEqual({ v: 1, type: 'pong', sentAt: 1.5, now: NOW });
		expect(await page.next()).toMatchObject({ code: 'access.login-required' });
		expect(await page.closed).toBe(1008);
	});

	test('who was welcomed is not', async () => {
		const page = await listening(await startProcess(), 'a');
		await new Promise((resolve) => setTimeout(resolve, HELLO_WITHIN_MS + 100));
		expect(page.socket.readyState).toBe(WebSocket.OPEN);
	});

	test('a second hello is refused: one socket, one attempt', async () => {
		const page = await listening(await startProcess(), 'a');
		page.say(hello('for:b'));
		expect(await page.next()).toMatchObject({ type: 'refused' });
	});

	test('when the database is away the page is told to come back', async () => {
		const page = await openPage(await startProcess());
		page.say(hello('fails'));
		expect(await page.next()).toMatchObject({ type: 'refused', code: 'server.busy' });
	});
});

describe('[C8] signs of life', () => {
	test('are the page’s pings and its browser’s answers to ours, once it was let in', async () => {
		const process = await startProcess({ heartbeatMs: 100 });
		const stranger = await openPage(process);
		stranger.say({ v: 1, type: 'ping', sentAt: 1 });
		await stranger.next();
		const page = await listening(process, 'alive@of this page');
		const ofPage = () => heard.filter((lease) => lease === 'of this page').length;
		expect(ofPage()).toBe(0);
		page.say({ v: 1, type: 'ping', sentAt: 1 });
		await page.next();
		expect(ofPage()).toBeGreaterThan(0);
		const before = ofPage();
		await expect.poll(ofPage).toBeGreaterThan(before);
		page.socket.terminate();
		await page.closed;
		const last = ofPage();
		await new Promise((resolve) => setTimeout(resolve, 250));
		expect(ofPage()).toBe(last);
	});
});

describe('pushes', () => {
	test('reach those who listen to this attempt, and nobody else', async () => {
		const process = await startProcess();
		const [one, two, other] = [
			await listening(process, 'a'),
			await listening(process, 'a'),
			await listening(process, 'b')
		];
		process.hub.changed('a');
		process.hub.changed('b');
		const changed = (attempt: string) => ({ v: 1, type: 'changed', attempt });
		expect(await Promise.all([one.next(), two.next(), other.next()])).toEqual(
			['a', 'a', 'b'].map(changed)
		);
	});

	const key = { v: 1, type: 'key', paper: 'p', version: 1, key: 'K' } as const;

	test('[C19] a key goes to the device that it is for, and to no other of the same attempt', async () => {
		const process = await startProcess();
		const [mine, elsewhere, other] = [
			await listening(process, 'a@1'),
			await listening(process, 'a@2'),
			await listening(process, 'b@1')
		];
		process.hub.deliver({ attempt: 'a', lease: '1' }, key);
		process.hub.changedAll();
		expect(await mine.next()).toEqual(key);
		expect(await elsewhere.next()).toMatchObject({ type: 'changed' });
		expect(await other.next()).toMatchObject({ type: 'changed' });
	});

	test('[C19] a phone’s token is told of changes and given no key', async () => {
		const process = await startProcess({ greeting: async () => key });
		const phone = await listening(process, 'a@phone');
		expect(process.hub.hasDesktop('a')).toBe(false);
		process.hub.deliver({ attempt: 'a', lease: 'phone' }, key);
		process.hub.toDesktop('a', key);
		process.hub.changedAll();
		expect(await phone.next()).toMatchObject({ type: 'changed' });
	});

	test('[C19] who comes back after the start gets the key behind the welcome', async () => {
		let released = false;
		const process = await startProcess({
			greeting: async ({ attempt }) => (released && attempt === 'a' ? key : null)
		});
		const early = await listening(process, 'a');
		released = true;
		const back = await listening(process, 'a');
		expect(await back.next()).toEqual(key);
		const other = await listening(process, 'b');
		process.hub.changedAll();
		expect(await other.next()).toMatchObject({ type: 'changed' });
		expect(await early.next()).toMatchObject({ type: 'changed' });
	});

	test('a page that left while it was being let in is forgotten', async () => {
		const process = await startProcess();
		const page = await openPage(process);
		page.say(hello('slow'));
		page.socket.terminate();
		await page.closed;
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(process.hub.listeners()).toBe(0);
	});

	test('closing says goodbye with 1012, so that pages come back', async () => {
		const process = await startProcess();
		const page = await listening(process, 'a');
		expect(process.hub.listeners()).toBe(1);
		process.hub.close();
		expect(await page.closed).toBe(1012);
	});
});

describe('across processes, through PostgreSQL', async () => {
	const { db, url } = await testDatabase();
	const writer = createAttemptWriter(db, clock);
	const { room, candidates } = await addCandidates(db, 1);
	const attempt = randomUUID();
	await db
		.transaction()
		.execute((tx) =>
			writer.begin(tx, { id: attempt, candidate: candidates[0] ?? '', room }, FROZEN)
		);
	const feeds: { stop(): Promise<void> }[] = [];
	afterAll(() => Promise.all(feeds.map((feed) => feed.stop())));

	/** A process that hears the database; resolves once it listens. */
	async function startListening(): Promise<Process> {
		const process = await startProcess();
		await hear(process);
		return process;
	}

	async function hear({ hub }: Process): Promise<void> {
		const heard = Promise.withResolvers<undefined>();
		const listens = (): void => {
			hub.changedAll();
			heard.resolve(undefined);
		};
		const listening = [{ [ATTEMPT_CHANNEL]: hub.changed }];
		feeds.push(startDatabaseFeed(url, silentLog, { listening, listens }));
		await heard.promise;
	}

	test('a change is pushed by each of them once it is committed, not when it is rolled back', async () => {
		const pages = [];
		for (const process of [await startListening(), await startListening()])
			pages.push(await listening(process, attempt));
		const rolledBack = writer.apply(attempt, opened(randomUUID()), {
			alongside: () => Promise.reject(new Error('no'))
		});
		await expect(rolledBack).rejects.toThrow('no');
		let pushed = false;
		const both = Promise.all(pages.map((page) => page.next())).finally(() => (pushed = true));
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(pushed).toBe(false);
		await writer.apply(attempt, opened(randomUUID()));
		expect(await both).toEqual(pages.map(() => ({ v: 1, type: 'changed', attempt })));
	});

	test('what was written before it first listened is read by who came that early', async () => {
		const process = await startProcess();
		const page = await listening(process, attempt);
		await writer.apply(attempt, opened(randomUUID()));
		await hear(process);
		expect(await page.next()).toEqual({ v: 1, type: 'changed', attempt });
	});

	test('when its connection was lost, a process listens again and everybody reads again', async () => {
		const process = await startListening();
		const page = await listening(process, attempt);
		await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and query like 'listen %'`.execute(db);
		expect(await page.next()).toMatchObject({ type: 'changed' });
		await writer.apply(attempt, opened(randomUUID()));
		expect(await page.next()).toMatchObject({ type: 'changed' });
	});
});
