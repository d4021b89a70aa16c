// `npm run bench:start -- --candidates 1000 [--delay MS] [--restart] [--spread MS] [--lead S] [--json]`: from the start second to "can decrypt".
// server.js as it is deployed, a sealed paper, candidates who have entered, each with its WebSocket; clients are the
// device's own code in processes of their own on this host. What a bare `ws` broadcast to as many sockets takes, in the
// same processes and through the same relay, is the floor beside it.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../lib/build.ts';
import { withInstallation } from '../lib/installation.ts';
import type { ClientReport, Share } from './start-client.ts';
import { prepareSitting, type Entered } from './start-sitting.ts';

const { values } = parseArgs({
	options: {
		candidates: { type: 'string', default: '1000' },
		/** Seconds for entering and connecting everybody before the start; more on a busy host. */
		lead: { type: 'string' },
		delay: { type: 'string', default: '0' },
		/** How far devices spread their reads after a welcome or a change; 0 = all at once. */
		spread: { type: 'string', default: '0' },
		restart: { type: 'boolean', default: false },
		json: { type: 'boolean', default: false }
	}
});
const CANDIDATES = Number(values.candidates);
const DELAY_MS = Number(values.delay);
const LEAD_MS = values.lead ? Number(values.lead) * 1000 : 12_000 + CANDIDATES * 25;
const CLIENT_PROCESSES = 2;
/** Kept free between "everybody is here" and the start second. */
const CALM_MS = 9000;
const WATCHED_MS = 5000;
/** The restart: killed this long before the start second, and started again at once. */
const KILL_BEFORE_MS = 50;

const ROOT = join(import.meta.dirname, '..', '..');
let over = false;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const wall = (): number => performance.timeOrigin + performance.now();

interface Server {
	readonly child: ChildProcess;
	readonly port: number;
}

async function startServer(data: string, port: number): Promise<Server> {
	const child = spawn(process.execPath, ['server.js'], {
		cwd: ROOT,
		env: { ...process.env, DATA_DIR: data, PORT: String(port), HOST: '127.0.0.1' },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
	const listening = Promise.withResolvers<number>();
	lines.on('line', (line) => {
		const said = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
		if (said['msg'] === 'listening') listening.resolve(Number(said['port']));
		if (said['msg'] === 'key pushed' && !values.json) console.log(`  server: ${line}`);
		if (Number(said['level'] ?? 0) >= 40 && !over) console.error(line);
	});
	child.once('exit', () => listening.reject(new Error('server.js ended')));
	return { child, port: await listening.promise };
}

async function ask<T>(child: ChildProcess, message: object, key: string): Promise<T> {
	child.send(message);
	for (;;) {
		const [answer] = (await once(child, 'message')) as [Record<string, unknown>];
		if (key in answer) return answer[key] as T;
	}
}

/** CPU time of a process so far (ms); Linux counts in hundredths. */
async function cpuMs(pid: number | undefined): Promise<number> {
	const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => '');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function figures(all: readonly (number | null)[]) {
	const known = all.filter((one) => one !== null).sort((a, b) => a - b);
	const at = (share: number): number | null => {
		const found = known[Math.min(known.length - 1, Math.ceil(known.length * share) - 1)];
		return found === undefined ? null : Math.round(found);
	};
	return { p50: at(0.5), p99: at(0.99), max: at(1), missing: all.length - known.length };
}

async function main(): Promise<void> {
	buildIfNeeded();
	const data = await mkdtemp(join(tmpdir(), 'duimian-bench-start-'));
	await chmod(data, 0o755);
	const say = (text: string): void => {
		if (!values.json) console.log(text);
	};
	const children: ChildProcess[] = [];
	let server = await startServer(data, 0);
	try {
		let entered: Entered[] = [];
		const startsAt = Math.ceil((wall() + LEAD_MS + CALM_MS) / 1000) * 1000;
		await withInstallation(data, async (installation) => {
			entered = await prepareSitting(installation, { candidates: CANDIDATES, startsAt });
		});
		say(`${String(entered.length)} candidates have entered`);

		let port = server.port;
		const relayed = async (target: number): Promise<number> => {
			if (DELAY_MS === 0) return target;
			const relay = fork(join(import.meta.dirname, 'start-relay.ts'), [
				String(target),
				String(DELAY_MS)
			]);
			children.push(relay);
			return ((await once(relay, 'message')) as [{ port: number }])[0].port;
		};
		port = await relayed(server.port);
		const clients = Array.from({ length: CLIENT_PROCESSES }, () =>
			fork(join(import.meta.dirname, 'start-client.ts'))
		);
		children.push(...clients);
		await Promise.all(
			clients.map((client, index) => {
				const candidates = entered.filter((_, at) => at % CLIENT_PROCESSES === index);
				return ask(
					client,
					{
						share: { port, startsAt, spreadMs: Number(values.spread), candidates } satisfies Share
					},
					'ready'
				);
			})
		);
		const left = startsAt - wall();
		if (left < CALM_MS / 2)
			throw new Error('not ready in time: give a longer --lead, or fewer candidates');
		say(`all connected, paper sealed on every device; ${(left / 1000).toFixed(1)} s to the start`);

		let outage = 0;
		await pause(startsAt - wall() - (values.restart ? KILL_BEFORE_MS : 200));
		let cpuBefore = await cpuMs(server.child.pid);
		if (values.restart) {
			const killedAt = wall();
			server.child.kill('SIGKILL');
			await once(server.child, 'exit');
			server = await startServer(data, server.port);
			outage = wall() - killedAt;
			cpuBefore = 0;
		}
		await pause(Math.max(0, startsAt + WATCHED_MS - wall()));
		const cpu = (await cpuMs(server.child.pid)) - cpuBefore;
		if (values.restart) await pause(15_000);
		const reports = await Promise.all(
			clients.map((client) => ask<ClientReport>(client, { report: true }, 'report'))
		);

		const floorServer = fork(join(import.meta.dirname, 'start-floor.ts'));
		children.push(floorServer);
		const floorPort = await relayed(
			((await once(floorServer, 'message')) as [{ port: number }])[0].port
		);
		const bare = clients.map(async (client, index) => {
			const sockets = reports[index]?.openAt.length ?? 0;
			await ask(client, { bare: floorPort, sockets }, 'bareReady');
		});
		await Promise.all(bare);
		const heard = clients.map(async (client) => {
			for (;;) {
				const [answer] = (await once(client, 'message')) as [{ bare?: number[] }];
				if (answer.bare) return answer.bare;
			}
		});
		await pause(1000);
		floorServer.send('now');
		const floor = (await Promise.all(heard)).flat();

		print({
			candidates: CANDIDATES,
			delayMs: DELAY_MS,
			restart: values.restart,
			outageMs: Math.round(outage),
			open: figures(reports.flatMap((report) => report.openAt)),
			keyPushed: figures(reports.flatMap((report) => report.keyAt)),
			floor: figures(floor),
			serverCpuMs: Math.round(cpu),
			requests: counted(reports)
		});
	} finally {
		over = true;
		for (const child of children) child.kill();
		// SIGTERM: it stops its database too; one it has taken over is left to us by no one
		server.child.kill('SIGTERM');
		await once(server.child, 'exit').catch(() => {});
		await rm(data, { recursive: true, force: true });
	}
}

function counted(reports: readonly ClientReport[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const [at, path] of reports.flatMap((report) => report.requests))
		if (at >= 0 && at < WATCHED_MS) counts[path] = (counts[path] ?? 0) + 1;
	return counts;
}

interface Outcome {
	readonly [figure: string]: unknown;
	readonly open: ReturnType<typeof figures>;
	readonly keyPushed: ReturnType<typeof figures>;
	readonly floor: ReturnType<typeof figures>;
}

function print(outcome: Outcome): void {
	if (values.json) {
		console.log(JSON.stringify({ ...outcome, cpus: cpus().length, node: process.version }));
		return;
	}
	const line = (name: string, { p50, p99, max, missing }: ReturnType<typeof figures>): string =>
		`${name.padEnd(46)} p50 ${String(p50)}  p99 ${String(p99)}  max ${String(max)}  missing ${String(missing)}`;
	console.log(
		`\nms after the start second, server's clock (round trip injected: ${String(DELAY_MS)} ms)`
	);
	console.log(line('paper decrypted (its key came + its own work)', outcome.open));
	console.log(line('key received by push', outcome.keyPushed));
	console.log(line('floor: bare ws broadcast, sent → received', outcome.floor));
	if (values.restart)
		console.log(`server away for ${String(outcome['outageMs'])} ms across the start second`);
	console.log(
		`server CPU in the first ${String(WATCHED_MS / 1000)} s: ${String(outcome['serverCpuMs'])} ms`
	);
	console.log(
		`requests in the first ${String(WATCHED_MS / 1000)} s: ${JSON.stringify(outcome['requests'])}`
	);
	console.log(
		`${String(cpus().length)} cores shared by server, database and clients, Node ${process.version}`
	);
}

await main();
