// A real TURN server for tests (I2): finds coturn, fetches it where that is allowed, runs it on this machine's loopback.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Path of an installed coturn, or null. */
export function findCoturn(): string | null {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return folders.map((folder) => join(folder, 'turnserver')).find(isExecutable) ?? null;
}

/** Installs it from Debian when we are root. What is not there is skipped by its tests, and said here. */
export function ensureCoturn(): void {
	if (findCoturn() ?? installFromDebian()) return;
	console.error(
		'没有找到 coturn：经中转的实时画面不测。要测，请安装 coturn（apt-get install coturn）。\n' +
			'coturn was not found: live views over a relay are not tested. To test them, install coturn (apt-get install coturn).'
	);
}

function installFromDebian(): string | null {
	if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return null;
	console.error('正在用 apt 安装 coturn… installing coturn with apt…');
	const run = (...args: string[]): boolean =>
		// what it prints goes to stderr: the last line of stdout belongs to the tests' count
		spawnSync('apt-get', args, { stdio: ['ignore', 2, 2] }).status === 0;
	return run('update') && run('install', '-y', '--no-install-recommends', 'coturn')
		? findCoturn()
		: null;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

export interface Coturn {
	readonly url: string;
	stop(): Promise<void>;
}

const FIRST_RELAY_PORT = 49_152;
const RELAY_PORTS = 200;
const READY_WITHIN_MS = 10_000;
const ASK_EVERY_MS = 50;

/** As docs/operations.md has it run, but for the loopback. */
export async function startCoturn(path: string, secret: string): Promise<Coturn> {
	const port = await freePort();
	const running = spawn(
		path,
		[
			...['-n', '--no-cli', '--no-tls', '--no-dtls', '--realm=duimian', '--fingerprint'],
			...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
			...[`--min-port=${FIRST_RELAY_PORT}`, `--max-port=${FIRST_RELAY_PORT + RELAY_PORTS}`],
			...['--use-auth-secret', `--static-auth-secret=${secret}`, '--allow-loopback-peers'],
			...['--no-software-attribute', '--log-file=stdout', '--simple-log'],
			...[`--pidfile=${join(tmpdir(), `duimian-turn-${port}.pid`)}`, '--userdb=']
		],
		{ stdio: ['ignore', 'pipe', 'pipe'] }
	);
	const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
	const stop = async (): Promise<void> => {
		running.kill();
		await ended;
	};
	let said = '';
	for (const stream of [running.stdout, running.stderr]) {
		stream.on('data', (data: Buffer) => (said += data.toString()));
		// whoever started it may end before it
		(stream as Socket).unref();
	}
	running.unref();
	if (!(await answers(port))) {
		await stop();
		throw new Error(`coturn: ${said}`);
	}
	return {
		url: `turn:127.0.0.1:${port}`,
		stop
	};
}

/** STUN's shortest question: who asks it is told its own address. */
const BINDING_REQUEST = Buffer.concat([
	Buffer.from('000100002112a442', 'hex'),
	Buffer.alloc(12, 7)
]);

async function answers(port: number): Promise<boolean> {
	const socket = createSocket('udp4');
	const asking = setInterval(() => socket.send(BINDING_REQUEST, port, '127.0.0.1'), ASK_EVERY_MS);
	let late: NodeJS.Timeout | undefined;
	try {
		return await new Promise<boolean>((resolve) => {
			socket.on('message', () => resolve(true));
			// nobody listens yet
			socket.on('error', () => {});
			late = setTimeout(() => resolve(false), READY_WITHIN_MS);
		});
	} finally {
		clearInterval(asking);
		clearTimeout(late);
		socket.close();
	}
}

async function freePort(): Promise<number> {
	const socket = createSocket('udp4');
	await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
	const { port } = socket.address();
	await new Promise<void>((resolve) => socket.close(resolve));
	return port;
}
