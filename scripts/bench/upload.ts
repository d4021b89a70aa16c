// `npm run bench:upload [-- --json] [-- --rounds N]`: what a PATCH costs the server, beside the floor and beside the
// stock server. CPU time is the server process's own; the client lives in this one. Loopback only.
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeMetadata } from '../../src/lib/upload/protocol.ts';
import { BENCH_GRANT, BENCH_TOKEN, SERVER_KINDS, type ServerKind } from './upload-kinds.ts';

const SIZES = [
	{ name: '250 KB', bytes: 250_000, patches: 240 },
	{ name: '1 MB', bytes: 1_000_000, patches: 96 }
] as const;
type SizeName = (typeof SIZES)[number]['name'];

/** Uploads that run at once, each PATCH after PATCH: tracks of candidates. */
const TRACKS = 4;
const WARM_UP_ROUNDS = 3;

interface Sample {
	readonly cpuMsPerMb: number;
	readonly perSecond: number;
}

interface RunningServer {
	readonly kind: ServerKind;
	readonly child: ChildProcess;
	readonly folder: string;
	readonly port: number;
	readonly agent: Agent;
}

async function start(kind: ServerKind, root: string): Promise<RunningServer> {
	const folder = await mkdtemp(join(root, `${kind}-`));
	const child = fork(join(import.meta.dirname, 'upload-server.ts'), [kind, folder]);
	const [{ port }] = (await once(child, 'message')) as [{ port: number }];
	return { kind, child, folder, port, agent: new Agent({ keepAlive: true, maxSockets: TRACKS }) };
}

/** @param first what to do before the CPU time is read */
async function cpuMicros({ child }: RunningServer, first: 'settle' | 'nothing' = 'nothing') {
	child.send(first);
	const [answer] = (await once(child, 'message')) as [{ cpuMicros: number }];
	return answer.cpuMicros;
}

interface Reply {
	readonly status: number;
	readonly headers: Record<string, string | string[] | undefined>;
}

function ask(
	{ port, agent }: RunningServer,
	method: string,
	path: string,
	headers: Record<string, string | number>,
	body?: Buffer
): Promise<Reply> {
	return new Promise((resolve, reject) => {
		const req = request({
			host: '127.0.0.1',
			port,
			agent,
			method,
			path,
			headers: { 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${BENCH_TOKEN}`, ...headers }
		});
		req.on('error', reject).on('response', (res) => {
			res.resume().on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers }));
		});
		req.end(body);
	});
}

async function create(server: RunningServer): Promise<string> {
	const header = encodeMetadata({
		...BENCH_GRANT,
		id: randomUUID(),
		track: 'camera',
		mime: 'video/webm',
		startedAt: 0,
		width: 640,
		height: 480,
		bitsPerSecond: 648_000,
		source: ''
	});
	const reply = await ask(server, 'POST', '/api/upload', {
		'Upload-Defer-Length': 1,
		'Upload-Metadata': header,
		'Content-Length': 0
	});
	if (reply.status !== 201) throw new Error(`${server.kind}: create answered ${reply.status}`);
	return String(reply.headers['location']);
}

async function sendTrack(
	server: RunningServer,
	path: string,
	body: Buffer,
	patches: number
): Promise<void> {
	for (let nth = 0; nth < patches; nth++) {
		const reply = await ask(
			server,
			'PATCH',
			path,
			{
				'Content-Type': 'application/offset+octet-stream',
				'Content-Length': body.byteLength,
				'Upload-Offset': nth * body.byteLength
			},
			body
		);
		if (reply.status !== 204) throw new Error(`${server.kind}: PATCH answered ${reply.status}`);
	}
	const { headers } = await ask(server, 'HEAD', path, {});
	if (Number(headers['upload-offset']) !== patches * body.byteLength)
		throw new Error(`${server.kind}: not everything arrived`);
}

async function measure(server: RunningServer, bytes: number, patches: number): Promise<Sample> {
	const body = randomBytes(bytes);
	const paths = await Promise.all(Array.from({ length: TRACKS }, () => create(server)));
	const cpuBefore = await cpuMicros(server);
	const before = performance.now();
	await Promise.all(paths.map((path) => sendTrack(server, path, body, patches / TRACKS)));
	const seconds = (performance.now() - before) / 1000;
	const cpuMs = ((await cpuMicros(server)) - cpuBefore) / 1000;
	return { cpuMsPerMb: cpuMs / ((bytes * patches) / 1e6), perSecond: patches / seconds };
}

const median = (values: readonly number[]): number => {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

type Table = Record<SizeName, Record<ServerKind, Sample>>;

async function measureAll(servers: readonly RunningServer[], rounds: number): Promise<Table> {
	const samples = new Map<string, Sample[]>();
	for (let round = -WARM_UP_ROUNDS; round < rounds; round++)
		for (const { name, bytes, patches } of SIZES)
			for (const server of servers) {
				const sample = await measure(server, bytes, patches);
				const key = `${name}/${server.kind}`;
				if (round >= 0) samples.set(key, [...(samples.get(key) ?? []), sample]);
				await cpuMicros(server, 'settle');
				for (const file of await readdir(server.folder))
					await rm(join(server.folder, file), { recursive: true, force: true });
			}
	const of = (name: SizeName, kind: ServerKind): Sample => {
		const all = samples.get(`${name}/${kind}`) ?? [];
		return {
			cpuMsPerMb: median(all.map((one) => one.cpuMsPerMb)),
			perSecond: median(all.map((one) => one.perSecond))
		};
	};
	const row = (name: SizeName): Record<ServerKind, Sample> =>
		Object.fromEntries(SERVER_KINDS.map((kind) => [kind, of(name, kind)])) as Record<
			ServerKind,
			Sample
		>;
	return { '250 KB': row('250 KB'), '1 MB': row('1 MB') };
}

function summary(table: Table) {
	const small = table['250 KB'];
	const large = table['1 MB'];
	return {
		oursToFloor1Mb: large.ours.cpuMsPerMb / large.floor.cpuMsPerMb,
		oursToStock250Kb: small.ours.cpuMsPerMb / small.stock.cpuMsPerMb,
		oursToFloor250Kb: small.ours.cpuMsPerMb / small.floor.cpuMsPerMb,
		durableToFloor1Mb: large.durable.cpuMsPerMb / large.floor.cpuMsPerMb,
		durableToStock250Kb: small.durable.cpuMsPerMb / small.stock.cpuMsPerMb
	};
}

function print(table: Table, ratios: ReturnType<typeof summary>): void {
	console.log('PATCH   server    CPU ms/MB   CPU ms/PATCH   PATCH/s');
	for (const { name, bytes } of SIZES)
		for (const kind of SERVER_KINDS) {
			const { cpuMsPerMb, perSecond } = table[name][kind];
			const perPatch = (cpuMsPerMb * bytes) / 1e6;
			console.log(
				`${name.padEnd(8)}${kind.padEnd(9)}${cpuMsPerMb.toFixed(2).padStart(10)}` +
					`${perPatch.toFixed(2).padStart(15)}${perSecond.toFixed(0).padStart(10)}`
			);
		}
	const met = (ok: boolean): string => (ok ? 'met' : 'NOT met');
	console.log(
		`ours / floor, 1 MB:   ${ratios.oursToFloor1Mb.toFixed(2)}  (≤ 1.5: ${met(ratios.oursToFloor1Mb <= 1.5)})`
	);
	console.log(
		`ours / stock, 250 KB: ${ratios.oursToStock250Kb.toFixed(2)}  (≤ 0.5: ${met(ratios.oursToStock250Kb <= 0.5)})`
	);
	console.log(`ours / floor, 250 KB: ${ratios.oursToFloor250Kb.toFixed(2)}`);
	console.log(
		`stock + durable store: ${ratios.durableToFloor1Mb.toFixed(2)} × floor at 1 MB, ${ratios.durableToStock250Kb.toFixed(2)} × stock at 250 KB`
	);
}

const { values } = parseArgs({
	options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } }
});
const rounds = Number(values.rounds);
const root = await mkdtemp(join(tmpdir(), 'duimian-bench-'));
const servers = await Promise.all(SERVER_KINDS.map((kind) => start(kind, root)));
try {
	const table = await measureAll(servers, rounds);
	const ratios = summary(table);
	const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version };
	if (values.json) console.log(JSON.stringify({ machine, rounds, table, ratios }));
	else print(table, ratios);
} finally {
	for (const { child, agent } of servers) {
		agent.destroy();
		child.kill();
	}
	await rm(root, { recursive: true, force: true });
}
