// `npm run demo -- --json` as a process of its own, with its own data folder; ends with everything it started.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface DemoOptions {
	/** Seconds until the sitting starts. */
	readonly startIn: number;
	/** Minutes of the interview; parts of a minute are allowed. */
	readonly minutes: number;
	readonly candidates?: number;
	/** How long after the start one may still come in; else as exams have it. */
	readonly lateMinutes?: number;
	/** The lots are left to be drawn by the test. */
	readonly undrawn?: boolean;
	/** The exam needs the evidence phone, with or without its sweep. */
	readonly phone?: boolean | 'without-sweep';
	/** Login by face; all have the photo of person A, the last of several that of person B. */
	readonly face?: boolean;
	/** https under the machine's address in its network, with a certificate that nobody knows. */
	readonly lan?: boolean;
	/** A folder to keep; otherwise a new one, removed afterwards. */
	readonly data?: string;
	readonly port?: number;
	readonly env?: Readonly<Record<string, string>>;
}

export interface Login {
	readonly account: string;
	readonly password: string;
}

/** The one line that the demo prints. */
export interface DemoFacts {
	readonly url: string;
	readonly exam: { readonly code: string };
	readonly sitting: { readonly id: string; readonly startsAt: number; readonly endsAt: number };
	readonly candidates: readonly (Login & {
		readonly name: string;
		readonly admission: string;
		readonly idLastSix: string;
	})[];
	readonly staff: Readonly<
		Record<'invigilator' | 'technician' | 'administrator' | 'auditor', Login>
	>;
}

export interface Demo extends DemoFacts {
	readonly data: string;
	readonly pid: number;
	/** Ctrl-C, as a person would; resolves when the process is gone. */
	stop(): Promise<void>;
	/** kill -9 of the server process alone: its database lives on, as after a real crash. */
	kill(): Promise<void>;
}

/** Tests share a server, so each takes a candidate of its own. Throws when the demo was started with fewer. */
export function candidateOf(demo: DemoFacts, index: number): DemoFacts['candidates'][number] {
	const candidate = demo.candidates[index];
	if (!candidate) throw new Error(`the demo has ${demo.candidates.length} candidates`);
	return candidate;
}

const ROOT = join(import.meta.dirname, '..', '..');
const STOP_TIMEOUT_MS = 30_000;

/** @throws when the demo ends before it can be used, with what it said */
export async function startDemo(options: DemoOptions): Promise<Demo> {
	const data = options.data ?? (await newDataFolder());
	const child = spawn(process.execPath, demoArgs(options, data), {
		cwd: ROOT,
		env: { ...process.env, ...options.env },
		stdio: ['ignore', 'pipe', 'pipe'],
		// a group of its own: a Ctrl-C at the test runner does not reach it half-way
		detached: process.platform !== 'win32'
	});
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const tidy = async (): Promise<void> => {
		if (options.data === undefined) await rm(data, { recursive: true, force: true });
	};
	// the runner itself may be ended: nothing stays behind
	const endWithUs = (): void => void child.kill('SIGINT');
	process.once('exit', endWithUs);
	const facts = await firstLine(child).catch(async (error: unknown) => {
		await tidy();
		throw error;
	});
	return {
		...facts,
		data,
		pid: child.pid ?? 0,
		async stop() {
			process.off('exit', endWithUs);
			const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
			child.kill('SIGINT');
			await gone;
			clearTimeout(late);
			await tidy();
		},
		async kill() {
			process.off('exit', endWithUs);
			child.kill('SIGKILL');
			await gone;
		}
	};
}

function demoArgs(options: DemoOptions, data: string) {
	const { startIn, minutes, candidates = 3, port = 0, undrawn = false, lateMinutes } = options;
	const { phone = false, lan = false, face = false } = options;
	return [
		join(ROOT, 'scripts', 'demo.ts'),
		'--json',
		...['--port', String(port), '--data', data],
		...['--start-in', String(startIn), '--minutes', String(minutes)],
		...['--candidates', String(candidates)],
		...(lateMinutes === undefined ? [] : ['--late-minutes', String(lateMinutes)]),
		...(undrawn ? ['--undrawn'] : []),
		...(phone === 'without-sweep' ? ['--no-sweep'] : phone ? ['--phone'] : []),
		...(face ? ['--face'] : []),
		...(lan ? ['--lan'] : [])
	];
}

async function newDataFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'duimian-e2e-'));
	// as root, the database runs as another user and must be able to enter
	await chmod(folder, 0o755);
	return folder;
}

/** The server's log may share stdout with the facts: the facts are the line that has an address. */
function firstLine(child: ChildProcess): Promise<DemoFacts> {
	const said: string[] = [];
	return new Promise((resolve, reject) => {
		child.stderr?.on('data', (text: Buffer) => said.push(text.toString()));
		if (child.stdout)
			createInterface({ input: child.stdout }).on('line', (line) => {
				const facts = parsed(line);
				if (facts) resolve(facts);
				else said.push(line);
			});
		child.once('error', reject);
		child.once('exit', (code) =>
			reject(new Error(`the demo ended (${code ?? 'killed'})\n${said.join('\n')}`))
		);
	});
}

function parsed(line: string): DemoFacts | null {
	try {
		const value = JSON.parse(line) as Partial<DemoFacts>;
		return typeof value.url === 'string' ? (value as DemoFacts) : null;
	} catch {
		return null;
	}
}
