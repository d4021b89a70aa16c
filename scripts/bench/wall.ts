// `npm run bench:wall -- [OPTIONS]`: what a wall of 200 costs. server.js as it is deployed; each candidate has a computer
// and a phone, bound by a code as real ones are, each with a real socket, its pings and reports; real pictures of all
// three; one real wall page in Chromium, from an incident's request to its tile. Then as many bare sockets as `--sockets`
// on one process. The floor is as many pictures as the page was sent, drawn by a bare page in the same browser and run.
//   --candidates 200   devices are twice as many
//   --seconds 60       how long is measured; a slope of the heap means something from 600 on
//   --settle 30        before that, with the page open: of it only what went wrong is counted
//   --phone-every 5    seconds between two pictures of a phone (a real one sends every 10)
//   --sockets 2000     0 = none of that
//   --json             one line instead of words
// It ends with 1 where a socket, a picture or a tile's third picture is missing: its figures are of a smaller wall.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright';
import { buildIfNeeded } from '../lib/build.ts';
import { withInstallation } from '../lib/installation.ts';
import { startClients, type Clients } from './wall/clients.ts';
import { openFloor } from './wall/floor.ts';
import { timeIncidents } from './wall/incidents.ts';
import { drawPictures, openBrowser, processCost, watchCost, type Cost } from './wall/page.ts';
import { figures, linesOf, shortOf, TARGETS, type Outcome } from './wall/print.ts';
import { prepareRoom, type WallRoom } from './wall/room.ts';
import { inFolder, startServer, stopServer, type Server } from './wall/server.ts';
import { openWall, pushedTo, threePictures } from './wall/tiles.ts';
import { wallNow, type Pictures } from './wall/wire.ts';

const { values } = parseArgs({
	options: {
		candidates: { type: 'string', default: '200' },
		seconds: { type: 'string', default: '60' },
		settle: { type: 'string', default: '30' },
		'phone-every': { type: 'string', default: '5' },
		sockets: { type: 'string', default: '2000' },
		json: { type: 'boolean', default: false }
	}
});
const CANDIDATES = Number(values.candidates);
const SOCKETS = Number(values.sockets);
const SECONDS = Number(values.seconds);
/** Until every picture has been drawn some times, and what is made once is made. */
const SETTLE_MS = Number(values.settle) * 1000;
const EVERY_MS = { desktop: 5000, phone: Number(values['phone-every']) * 1000 };
/** From the room's making to the start: everybody logs in, and binds a phone. */
const LEAD_MS = 10_000 + CANDIDATES * 120;
const BARE_LEAD_MS = 8000 + SOCKETS * 25;
const MINUTES = Math.ceil((SETTLE_MS / 1000 + SECONDS + CANDIDATES) / 60) + 10;
const FLOOR_SECONDS = 30;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const say = (text: string): void => {
	if (!values.json) console.log(text);
};

async function roomIn(data: string, options: Parameters<typeof prepareRoom>[1]): Promise<WallRoom> {
	const made: WallRoom[] = [];
	await withInstallation(data, async (installation) => {
		made.push(await prepareRoom(installation, options));
	});
	const [room] = made;
	if (!room) throw new Error('no room');
	return room;
}

type Measured = Omit<Outcome, 'floor'>;

async function measureWall(data: string, browser: Browser, of: Pictures): Promise<Measured> {
	const server = await startServer(data);
	let clients: Clients | null = null;
	try {
		const startsAt = Math.ceil((wallNow() + LEAD_MS) / 1000) * 1000;
		const sitting = { candidates: CANDIDATES, startsAt, minutes: MINUTES, phones: true };
		const room = await roomIn(data, sitting);
		const { port } = server;
		const from = performance.now();
		const pictures = { everyMs: EVERY_MS, of };
		clients = await startClients({ port, candidates: room.entered, pictures });
		const pairingMs = performance.now() - from;
		say(`${String(CANDIDATES)} candidates have entered, each with a phone that films`);
		const page = await openWall(browser, `http://127.0.0.1:${String(port)}`, room);
		await pause(Math.max(SETTLE_MS, startsAt + 3000 - wallNow()));
		const window = await measureWindow({ browser, page, server, clients, room });
		const three = await threePictures(page);
		const counts = await clients.counts();
		const { sockets: open, lost, picturesRefused: refused, refusals, silences } = counts;
		await page.context().close();
		return {
			...{ candidates: CANDIDATES, seconds: SECONDS, pairingMs, three, silences },
			...{ ...window, refused, refusals, passed: counts.picturesPassed },
			sockets: { open: open - lost, lost },
			server: { ...window.server, complaints: server.complaints() }
		};
	} finally {
		clients?.kill();
		await stopServer(server);
	}
}

interface Running {
	readonly browser: Browser;
	readonly page: Page;
	readonly server: Server;
	readonly clients: Clients;
	readonly room: WallRoom;
}

async function measureWindow({ browser, page, server, clients, room }: Running) {
	const watched = await watchCost(browser, page);
	const seen = async () => ({
		at: performance.now(),
		counts: await clients.counts(),
		pushed: await pushedTo(page),
		server: await processCost(server.child.pid)
	});
	const patienceMs = 2 * TARGETS.tileP99;
	const finish = await timeIncidents(page, clients, { room, ms: SECONDS * 1000, patienceMs });
	const before = await seen();
	const wall = await watched.costOver(SECONDS);
	const after = await seen();
	const { ms: timed, alarmed } = await finish();
	const ms = after.at - before.at;
	const perSecond = (of: (at: typeof after) => number): number =>
		((of(after) - of(before)) / ms) * 1000;
	return {
		...{ wall, alarmed, tiles: figures(timed) },
		taken: {
			pictures: perSecond(({ counts }) => counts.picturesTaken),
			bytes: perSecond(({ counts }) => counts.bytesTaken)
		},
		pushed: {
			pictures: perSecond(({ pushed }) => pushed.pictures),
			bytes: perSecond(({ pushed }) => pushed.bytes)
		},
		server: {
			cpu: (after.server.cpu - before.server.cpu) / ms,
			memory: { from: before.server.memory, to: after.server.memory }
		}
	};
}

async function measureFloor(
	browser: Browser,
	pictures: Pictures,
	{ three, pushed }: Measured
): Promise<Cost> {
	const picturesPerSecond = Math.max(1, pushed.pictures);
	const floor = await openFloor(browser, { tiles: three.inView, picturesPerSecond, pictures });
	await pause(5000);
	const cost = await floor.watched.costOver(Math.min(SECONDS, FLOOR_SECONDS));
	await floor.close();
	return cost;
}

/** Sockets alone, on one process: no pictures, no phones, nobody watches. */
async function measureSockets(data: string) {
	const server = await startServer(data);
	let clients: Clients | null = null;
	try {
		const startsAt = Math.ceil((wallNow() + BARE_LEAD_MS) / 1000) * 1000;
		const { entered: candidates } = await roomIn(data, { candidates: SOCKETS, startsAt });
		clients = await startClients({ port: server.port, candidates, pictures: null });
		await pause(SETTLE_MS);
		const before = await processCost(server.child.pid);
		const from = performance.now();
		await pause(20_000);
		const after = await processCost(server.child.pid);
		return {
			sockets: SOCKETS,
			cpu: (after.cpu - before.cpu) / (performance.now() - from),
			memory: after.memory,
			lost: (await clients.counts()).lost
		};
	} finally {
		clients?.kill();
		await stopServer(server);
	}
}

buildIfNeeded();
const browser = await openBrowser();
try {
	const pictures = await drawPictures(browser);
	const measured = await inFolder((data) => measureWall(data, browser, pictures));
	const outcome: Outcome = { ...measured, floor: await measureFloor(browser, pictures, measured) };
	for (const line of linesOf(outcome)) say(line);
	const sockets = SOCKETS > 0 ? await inFolder(measureSockets) : null;
	if (sockets)
		say(
			`${String(sockets.sockets)} sockets with pings and reports on one process: ${(sockets.cpu * 100).toFixed(1)} % of a core, ${String(sockets.memory)} MB, ${String(sockets.lost)} lost`
		);
	const short = shortOf(outcome);
	if (sockets && sockets.lost > 0) short.push(`${String(sockets.lost)} bare sockets lost`);
	const load = loadavg()[0] ?? 0;
	if (values.json)
		console.log(JSON.stringify({ ...outcome, short, sockets, load, cpus: cpus().length }));
	say(
		`${String(cpus().length)} cores shared by server, database, candidates and browser, load ${load.toFixed(1)}, Node ${process.version}`
	);
	if (short.length > 0) {
		console.error(`NOT a wall of ${String(CANDIDATES)}: ${short.join(', ')}`);
		process.exitCode = 1;
	}
} finally {
	await browser.close();
}
