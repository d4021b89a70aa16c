// `server.js` on an existing data folder, to be killed and started again on the same port.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const STARTS_WITHIN_MS = 30_000;

export interface ServerProcess {
	/** kill -9. Its database lives on. */
	kill(): Promise<void>;
	/** Ctrl-C. */
	stop(): Promise<void>;
}

export async function startServerProcess(
	data: string,
	port: number,
	env: Readonly<Record<string, string>> = {},
	/** Where the built program lies: another version's folder, or this one. */
	root = ROOT
): Promise<ServerProcess> {
	const child = spawn(process.execPath, [join(root, 'server.js')], {
		env: { ...process.env, DATA_DIR: data, PORT: String(port), HOST: '127.0.0.1', ...env },
		stdio: 'ignore'
	});
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const end = (signal: NodeJS.Signals) => async (): Promise<void> => {
		child.kill(signal);
		await gone;
	};
	const endWithUs = (): void => void child.kill('SIGINT');
	process.once('exit', endWithUs);
	child.once('exit', () => process.off('exit', endWithUs));
	await untilListening(port);
	return { kill: end('SIGKILL'), stop: end('SIGINT') };
}

async function untilListening(port: number): Promise<void> {
	for (const deadline = Date.now() + STARTS_WITHIN_MS; Date.now() < deadline;) {
		// a full disk answers 503: it serves all the same
		if (
			await fetch(`http://127.0.0.1:${port}/api/time`).then(
				(r) => r.ok,
				() => false
			)
		)
			return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('the server did not start');
}
