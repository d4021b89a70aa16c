/** Runs a server until Ctrl-C or a stop signal, then ends everything it started. Failures are words, not stacks. */
export async function runUntilSignal(
	start: () => Promise<{ stop: () => Promise<void> }>
): Promise<void> {
	let running: { stop: () => Promise<void> } | null = null;
	let stopping = false;
	const stop = (): void => {
		// a second Ctrl-C does not wait for the first
		if (stopping) process.exit(130);
		stopping = true;
		if (running) void running.stop().then(() => process.exit(0), fail);
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	if (process.platform !== 'win32') process.on('SIGHUP', stop);
	try {
		running = await start();
	} catch (error) {
		fail(error);
	}
	// a signal that came while it was starting
	if (stopping) void running?.stop().then(() => process.exit(0), fail);
}

function fail(error: unknown): void {
	const { message, stack, code } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE')
		console.error(
			`端口已被占用，请换一个：--port N（或 PORT=N）。\nThe port is in use, choose another: --port N (or PORT=N).\n${message}`
		);
	else console.error((error as { forOperator?: true }).forOperator ? message : stack);
	process.exit(1);
}
