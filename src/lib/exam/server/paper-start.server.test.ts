// The start second of whole server processes on a real database, with everything listened to that can be heard.
import { createServer, type Server } from 'node:http';
import { openLease } from '../../attempt/testing/leases.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { confirmed, FROZEN } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { createApp, type App } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { parseKey } from '../paper-key.ts';
import { SAMPLE_PAPER } from '../testing/papers.ts';
import { sealPaper, unwrapPaperKey } from './paper.repository.ts';

const { db, url } = await testDatabase();
const START_IN_MS = 4000;

interface Process {
	readonly app: App;
	readonly port: number;
	stop(): Promise<void>;
}
const running: Process[] = [];
const sockets: WebSocket[] = [];
let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'duimian-start-'));
});
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.terminate();
	for (const process of running.splice(0)) await process.stop();
	await rm(folder, { recursive: true, force: true });
});

async function startProcess(name: string): Promise<Process> {
	const app = await createApp(
		readConfig({
			...{ DATA_DIR: join(folder, name), DATABASE_URL: url, LOG_LEVEL: 'silent' },
			MASTER_KEY: Buffer.alloc(32, 7).toString('base64')
		})
	);
	const server: Server = createServer();
	server.on('upgrade', (request, socket, head) => app.hub.upgrade(request, socket, head));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const process = {
		app,
		port: (server.address() as AddressInfo).port,
		async stop() {
			server.close();
			await app.close();
		}
	};
	running.push(process);
	return process;
}

interface Heard {
	readonly at: number;
	readonly text: string;
}

/** A device's socket, and every word that it was told. */
async function listen({ port }: Process, token: string, clock: App['clock']): Promise<Heard[]> {
	const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/ws`);
	sockets.push(socket);
	const heard: Heard[] = [];
	socket.on('message', (data: Buffer) => heard.push({ at: clock.now(), text: String(data) }));
	await new Promise((resolve) => socket.on('open', resolve));
	socket.send(JSON.stringify({ v: 1, type: 'hello', token }));
	await expect.poll(() => heard.some(({ text }) => text.includes('welcome'))).toBe(true);
	return heard;
}

const keysIn = (heard: readonly Heard[]): Heard[] =>
	heard.filter(({ text }) => text.includes('"key"'));

async function sittingOf({ app }: Process) {
	const { sitting, candidates } = await addCandidates(db, 3);
	const startsAt = app.clock.now() + START_IN_MS;
	await db
		.updateTable('sittings')
		.set({ starts_at: startsAt, ends_at: startsAt + 600_000 })
		.where('id', '=', sitting)
		.execute();
	await db.transaction().execute((tx) => sealPaper(tx, app, sitting, SAMPLE_PAPER));
	const devices = [];
	for (const candidate of candidates)
		devices.push(await openLease({ ...app, service: app.attempts }, candidate));
	return { sitting, startsAt, devices };
}

// the frozen start of an attempt comes from the sitting, so these tests need no fake clock
test('[C19] nothing that leaves before the start opens the paper; at the second the key is pushed to those inside', async () => {
	expect(FROZEN.rules.plan[0]).toBe('devices');
	const [one, two] = [await startProcess('one'), await startProcess('two')];
	const { sitting, startsAt, devices } = await sittingOf(one);
	const [inside, insideToo, outside] = devices;
	if (!inside || !insideToo || !outside) throw new Error('three candidates');
	for (const { attempt } of [inside, insideToo]) await one.app.writer.apply(attempt, confirmed);
	const { clock } = one.app;
	const all = [
		await listen(one, inside.token, clock),
		await listen(two, insideToo.token, clock),
		await listen(two, outside.token, clock)
	];

	const row = await db
		.selectFrom('papers')
		.selectAll()
		.where('sitting_id', '=', sitting)
		.executeTakeFirstOrThrow();
	const { version, wrapped_key: wrappedKey, id: paper } = row;
	const key = Buffer.from(await unwrapPaperKey(one.app.masterKey, { paper, version, wrappedKey }));
	const forms = [key.toString('hex'), key.toString('base64'), key.toString('base64url')];
	let asked = 0;
	while (clock.now() < startsAt - 60) {
		for (const { app } of [one, two])
			for (const { attempt, lease } of devices) {
				const answers = [
					await app.papers.key({ attempt, lease, scope: 'attempt' }),
					await app.papers.sealed(attempt),
					await app.attempts.view(attempt)
				];
				asked++;
				const said = JSON.stringify(answers);
				if (clock.now() < startsAt) for (const form of forms) expect(said).not.toContain(form);
				if (clock.now() < startsAt) expect(answers[0]?.ok).toBe(false);
			}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	expect(asked).toBeGreaterThan(5);

	await expect.poll(() => all.slice(0, 2).map((heard) => keysIn(heard).length)).toEqual([1, 1]);
	for (const heard of all)
		for (const { at, text } of heard)
			if (at < startsAt) expect(text).toMatch(/"type":"(welcome|changed)"/);
	for (const heard of all.slice(0, 2)) {
		const [pushed] = keysIn(heard);
		const typed = parseKey((JSON.parse(pushed?.text ?? '{}') as { key: string }).key);
		expect(typed.ok && Buffer.from(typed.value).equals(key)).toBe(true);
		expect(pushed?.at).toBeGreaterThanOrEqual(startsAt);
	}
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(keysIn(all[2] ?? [])).toEqual([]);
}, 30_000);

test('[C19] a server that is restarted across the start second loses nobody', async () => {
	const before = await startProcess('one');
	const { startsAt, devices } = await sittingOf(before);
	for (const { attempt } of devices) await before.app.writer.apply(attempt, confirmed);
	const { clock } = before.app;
	for (const { token } of devices) await listen(before, token, clock);
	await new Promise((resolve) => setTimeout(resolve, Math.max(0, startsAt - 150 - clock.now())));
	running.splice(0);
	await before.stop();
	const after = await startProcess('one');
	await new Promise((resolve) =>
		setTimeout(resolve, Math.max(0, startsAt + 1 - after.app.clock.now()))
	);
	for (const { token } of devices) {
		const heard = await listen(after, token, after.app.clock);
		await expect.poll(() => keysIn(heard).length).toBeGreaterThan(0);
	}
}, 30_000);
