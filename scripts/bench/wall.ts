// `npm run bench:wall -- [--candidates 200] [--sockets 2000] [--seconds 60] [--json]`: what a wall of 200 costs.
// server.js as it is deployed, a real socket for each candidate with its pings, real pictures every 5 s, one real wall
// page in Chromium, from an incident's request to its tile. Then as many bare sockets as `--sockets` on one process. The
// floor is as many pictures drawn by a bare page, in the same browser and run.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright';
import { buildIfNeeded } from '../lib/build.ts';
import { withInstallation } from '../lib/installation.ts';
import { openFloor } from './wall/floor.ts';
import {
	drawPictures,
	openBrowser,
	processCost,
	watchCost,
	type WatchedPage
} from './wall/page.ts';
import { prepareRoom, type WallRoom } from './wall/room.ts';
import { wallNow, type Counts, type FromClients, type Share, type ToClients } from './wall/wire.ts';

const { values } = parseArgs({
	options: {
		candidates: { type: 'string', default: '200' },
		sockets: { type: 'string', default: '2000' },
		seconds: { type: 'string', default: '60' },
		json: { type: 'boolean', default: false }
	}
});
const CANDIDATES = Number(values.candidates);
const SOCKETS = Number(values.sockets);
const SECONDS = Number(values.seconds);
const PICTURES_EVERY_MS = 5000;
const NOTED_EVERY_MS = 400;
/** Until every picture has been drawn some times, and what is made once is made. */
const SETTLE_MS = 30_000;
const LEAD_MS = 8000 + CANDIDATES * 25;
const ROOT = join(import.meta.dirname, '..', '..');
const TARGETS = { pageCpu: 0.5, heapMbPerMinute: 1, tileP99: 1000 } as const;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text: string): void => {
	if (!values.json) console.log(text);
};

interface Server {
	readonly child: ChildProcess;
	readonly port: number;
}

async function startServer(data: string): Promise<Server> {
	const child = spawn(process.execPath, ['server.js'], {
		cwd: ROOT,
		env: { ...process.env, DATA_DIR: data, PORT: '0', HOST: '127.0.0.1' },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const listening = Promise.withResolvers<number>();
	createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
		const said = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
		if (said['msg'] === 'listening') listening.resolve(Number(said['port']));
		if (Number(said['level'] ?? 0) >= 40) console.error(line);
	});
	child.once('exit', () => listening.reject(new Error('server.js ended')));
	return { child, port: await listening.promise };
}

const tell = (child: ChildProcess, message: ToClients): void => void child.send(message);

async function hear<K extends string>(child: ChildProcess, key: K): Promise<FromClients> {
	for (;;) {
		const [message] = (await once(child, 'message')) as [FromClients];
		if (key in message) return message;
	}
}

async function startClients(share: Share): Promise<ChildProcess> {
	const child = fork(join(import.meta.dirname, 'wall', 'client.ts'));
	child.once('exit', (code) => {
		if (code) throw new Error('the candidates ended');
	});
	tell(child, { share });
	await hear(child, 'ready');
	return child;
}

async function countsOf(child: ChildProcess): Promise<Counts> {
	const answer = hear(child, 'counts');
	tell(child, { counts: true });
	return ((await answer) as { counts: Counts }).counts;
}

async function openWall(browser: Browser, url: string, { room, cookie }: WallRoom): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
	await context.addCookies([{ name: 'session', value: cookie, url }]);
	const page = await context.newPage();
	await page.goto(`${url}/proctor/rooms/${room}`);
	await page.locator('[data-candidate]').first().waitFor();
	const shown = await page.locator('[data-candidate]').count();
	if (shown !== CANDIDATES) throw new Error(`${String(shown)} tiles`);
	return page;
}

/** When a tile's state changed in the page, by this host's clock. */
async function watchTiles(
	page: Page,
	changed: (candidate: string, at: number) => void
): Promise<void> {
	await page.exposeBinding('tileChanged', (_source, candidate: string, at: number) =>
		changed(candidate, at)
	);
	await page.evaluate(() => {
		const told = (globalThis as unknown as { tileChanged(candidate: string, at: number): void })
			.tileChanged;
		new MutationObserver((records) => {
			const at = performance.timeOrigin + performance.now();
			for (const { target } of records)
				if (target instanceof HTMLElement && /danger|attention/.test(target.dataset['state'] ?? ''))
					told(target.dataset['candidate'] ?? '', at);
		}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] });
	});
}

/** From the request that tells of an incident to its tile, ms, one candidate after the other. */
async function timeIncidents(
	page: Page,
	clients: ChildProcess,
	{ entered, candidateOf }: WallRoom
): Promise<() => Promise<(number | null)[]>> {
	const sent = new Map<string, number>();
	const seen = new Map<string, number>();
	await watchTiles(page, (candidate, at) => {
		if (!seen.has(candidate)) seen.set(candidate, at);
	});
	clients.on('message', (message: FromClients) => {
		if ('noted' in message) sent.set(message.noted, message.sentAt);
	});
	const turns = entered.map(({ attempt }) => attempt);
	const timer = setInterval(() => {
		const attempt = turns.pop();
		if (attempt !== undefined) tell(clients, { note: attempt });
	}, NOTED_EVERY_MS);
	return async () => {
		clearInterval(timer);
		// the last one has its second too
		await pause(2 * TARGETS.tileP99);
		return [...sent].map(([attempt, at]) => {
			const then = seen.get(candidateOf.get(attempt) ?? '');
			return then === undefined ? null : then - at;
		});
	};
}

interface Cost {
	readonly page: number;
	readonly browser: number;
	readonly heapMbPerMinute: number;
	readonly heapMb: number;
}

async function costOver(watched: WatchedPage, seconds: number): Promise<Cost> {
	const before = await watched.cost();
	const from = performance.now();
	await pause(seconds * 1000);
	const after = await watched.cost();
	const ms = performance.now() - from;
	return {
		page: (after.page - before.page) / ms,
		browser: (after.browser - before.browser) / ms,
		heapMbPerMinute: ((after.heap - before.heap) / 1e6 / ms) * 60_000,
		heapMb: after.heap / 1e6
	};
}

function figures(all: readonly (number | null)[]) {
	const known = all.filter((one) => one !== null).sort((a, b) => a - b);
	const at = (share: number): number | null => {
		const found = known[Math.min(known.length - 1, Math.ceil(known.length * share) - 1)];
		return found === undefined ? null : Math.round(found);
	};
	return {
		p50: at(0.5),
		p99: at(0.99),
		max: at(1),
		of: all.length,
		missing: all.length - known.length
	};
}

async function measureWall(data: string, browser: Browser) {
	const pictures = await drawPictures(browser);
	const floorPage = await openFloor(browser, {
		...{ tiles: CANDIDATES, everyMs: PICTURES_EVERY_MS, pictures }
	});
	await pause(5000);
	const floor = await costOver(floorPage.watched, Math.min(SECONDS, 30));
	await floorPage.close();

	const server = await startServer(data);
	let clients: ChildProcess | null = null;
	try {
		const startsAt = Math.ceil((wallNow() + LEAD_MS) / 1000) * 1000;
		const made: WallRoom[] = [];
		await withInstallation(data, async (installation) => {
			made.push(await prepareRoom(installation, { candidates: CANDIDATES, startsAt }));
		});
		const [room] = made;
		if (!room) throw new Error('no room');
		const { port } = server;
		clients = await startClients({
			...{ port, pictures, candidates: room.entered, picturesEveryMs: PICTURES_EVERY_MS }
		});
		say(`${String(room.entered.length)} candidates are connected`);
		const page = await openWall(browser, `http://127.0.0.1:${String(port)}`, room);
		await pause(Math.max(SETTLE_MS, startsAt + 3000 - wallNow()));
		const finish = await timeIncidents(page, clients, room);
		const before = await processCost(server.child.pid);
		const from = performance.now();
		const wall = await costOver(await watchCost(browser, page), SECONDS);
		const after = await processCost(server.child.pid);
		const ms = performance.now() - from;
		const tiles = figures(await finish());
		await page.context().close();
		return {
			...{ floor, wall, tiles, counts: await countsOf(clients) },
			pictureBytes: Math.round(meanBytes([...pictures.camera, ...pictures.screen])),
			server: { cpu: (after.cpu - before.cpu) / ms, memory: after.memory }
		};
	} finally {
		clients?.kill();
		await stop(server);
	}
}

/** Sockets alone, on one process: no pictures, nobody watches. */
async function measureSockets(data: string) {
	const server = await startServer(data);
	let clients: ChildProcess | null = null;
	try {
		const startsAt = Math.ceil((wallNow() + 8000 + SOCKETS * 25) / 1000) * 1000;
		const made: WallRoom[] = [];
		await withInstallation(data, async (installation) => {
			made.push(await prepareRoom(installation, { candidates: SOCKETS, startsAt }));
		});
		const nothing = { camera: [], screen: [] };
		clients = await startClients({
			...{ port: server.port, pictures: nothing, picturesEveryMs: null },
			candidates: made[0]?.entered ?? []
		});
		await pause(SETTLE_MS);
		const before = await processCost(server.child.pid);
		const from = performance.now();
		await pause(20_000);
		const after = await processCost(server.child.pid);
		const counts = await countsOf(clients);
		return {
			sockets: SOCKETS,
			cpu: (after.cpu - before.cpu) / (performance.now() - from),
			memory: after.memory,
			lost: counts.lost
		};
	} finally {
		clients?.kill();
		await stop(server);
	}
}

async function stop({ child }: Server): Promise<void> {
	const gone = once(child, 'exit');
	child.kill('SIGINT');
	await gone;
}

const meanBytes = (pictures: readonly string[]): number =>
	pictures.reduce((sum, one) => sum + (one.length * 3) / 4, 0) / pictures.length;

async function inFolder<T>(work: (data: string) => Promise<T>): Promise<T> {
	const data = await mkdtemp(join(tmpdir(), 'duimian-bench-wall-'));
	await chmod(data, 0o755);
	try {
		return await work(data);
	} finally {
		await rm(data, { recursive: true, force: true });
	}
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const verdict = (met: boolean): string => (met ? 'met' : 'missed');

function print(outcome: Awaited<ReturnType<typeof measureWall>>): void {
	const { floor, wall, tiles, counts, server, pictureBytes } = outcome;
	say(
		`pictures: ${String(pictureBytes)} bytes each, ${String(counts.picturesTaken)} taken, ${String(counts.picturesRefused)} refused`
	);
	say(
		`floor, a bare page that draws them: page ${percent(floor.page)}, browser ${percent(floor.browser)} of a core`
	);
	say(
		`wall: page ${percent(wall.page)} of a core (target ≤ ${percent(TARGETS.pageCpu)}: ${verdict(wall.page <= TARGETS.pageCpu)}), browser ${percent(wall.browser)}`
	);
	say(
		`wall: heap ${wall.heapMb.toFixed(1)} MB, ${wall.heapMbPerMinute.toFixed(2)} MB a minute (target < ${String(TARGETS.heapMbPerMinute)}: ${verdict(wall.heapMbPerMinute < TARGETS.heapMbPerMinute)})`
	);
	say(
		`incident to tile, ms: p50 ${String(tiles.p50)}  p99 ${String(tiles.p99)}  max ${String(tiles.max)}  of ${String(tiles.of)}, missing ${String(tiles.missing)} (target p99 ≤ ${String(TARGETS.tileP99)}: ${verdict(tiles.missing === 0 && (tiles.p99 ?? Infinity) <= TARGETS.tileP99)})`
	);
	say(
		`server: ${percent(server.cpu)} of a core, ${String(server.memory)} MB (its database is another process)`
	);
}

buildIfNeeded();
const browser = await openBrowser();
try {
	const outcome = await inFolder((data) => measureWall(data, browser));
	print(outcome);
	const sockets = SOCKETS > 0 ? await inFolder(measureSockets) : null;
	if (sockets)
		say(
			`${String(sockets.sockets)} sockets with pings and reports on one process: ${percent(sockets.cpu)} of a core, ${String(sockets.memory)} MB, ${String(sockets.lost)} lost`
		);
	if (values.json) console.log(JSON.stringify({ ...outcome, sockets, cpus: cpus().length }));
	say(
		`${String(cpus().length)} cores shared by server, database, candidates and browser, load ${(loadavg()[0] ?? 0).toFixed(1)}, Node ${process.version}`
	);
} finally {
	await browser.close();
}
