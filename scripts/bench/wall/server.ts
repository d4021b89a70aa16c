// The server of `bench:wall`: server.js as it is deployed, in a data directory of its own; what it complains of is counted.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Of its log: a warning, or worse. */
const COMPLAINT = 40;

export interface Server {
	readonly child: ChildProcess;
	readonly port: number;
	/** Since it listens: a new master key is no complaint. */
	complaints(): number;
}

export async function startServer(data: string): Promise<Server> {
	const child = spawn(process.execPath, ['server.js'], {
		cwd: ROOT,
		env: { ...process.env, DATA_DIR: data, PORT: '0', HOST: '127.0.0.1' },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let complaints = 0;
	const listening = Promise.withResolvers<number>();
	createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
		const said = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
		if (said['msg'] === 'listening') {
			complaints = 0;
			listening.resolve(Number(said['port']));
		}
		if (Number(said['level'] ?? 0) < COMPLAINT) return;
		complaints++;
		console.error(line);
	});
	child.once('exit', () => listening.reject(new Error('server.js ended')));
	return { child, port: await listening.promise, complaints: () => complaints };
}

export async function stopServer({ child }: Server): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill('SIGINT');
	await gone;
}

export async function inFolder<T>(work: (data: string) => Promise<T>): Promise<T> {
	const data = await mkdtemp(join(tmpdir(), 'duimian-bench-wall-'));
	await chmod(data, 0o755);
	try {
		return await work(data);
	} finally {
		await rm(data, { recursive: true, force: true });
	}
}
