// What stands beside Kit in the same process: uploads, hand-in files, device checks and sockets. `server.js` and `vite dev` both come in here, so
// that there is one module graph, one pool, one hub.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createApp, getApp, setApp, type App } from './app.ts';
import { readConfig } from './config.ts';
import { settleForwarded } from './forwarded.ts';

/** For whoever makes the listening server. */
export { readTls } from './tls.ts';

/** Starts the app of this process. */
export async function startApp(
	environment: Record<string, string | undefined> = process.env
): Promise<App> {
	const app = await createApp(readConfig(environment));
	setApp(app);
	return app;
}

/** @returns whether the request was one of ours; if not, it is Kit's */
export function handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
	const { uploads, handIn, checks, config } = getApp();
	settleForwarded(request, config);
	for (const handler of [uploads, handIn, checks.uploads]) {
		if (!handler.handles(request.url ?? '')) continue;
		void handler.handle(request, response);
		return true;
	}
	// files of the build are sent before Kit's hooks could add it
	response.setHeader('X-Content-Type-Options', 'nosniff');
	return false;
}

/** @returns whether the upgrade was ours (Vite has a socket of its own in development) */
export function handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
	// never `new URL`: `GET //` is no address, and what is thrown here ends the process
	const path = request.url?.split('?', 1)[0];
	if (path !== '/ws' && path !== '/ws/staff') return false;
	const { hub, staff, config } = getApp();
	settleForwarded(request, config);
	(path === '/ws' ? hub : staff).upgrade(request, socket, head);
	return true;
}
