// The server: Kit's handler, uploads and sockets in one process. Settings: src/lib/server/config.ts.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';

// where adapter-node 6 reads what it takes for granted otherwise (https, the Host header, the socket's address);
// src/lib/server/forwarded.ts writes all three on every request, so that no client can choose them
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.HOST_HEADER = 'x-forwarded-host';
process.env.ADDRESS_HEADER = 'x-client-address';

/** Imported by address, so that type checks stop at the build. */
const built = (/** @type {string} */ file) =>
	import(new URL(`./build/${file}`, import.meta.url).href);

/**
 * Starts the built server.
 * @param {Record<string, string | undefined>} environment settings
 * @returns {Promise<{ app: import('./src/lib/server/app.ts').App, port: number, stop: () => Promise<void> }>}
 */
export async function startServer(environment = process.env) {
	const attach = await built('server/attach.js');
	const app = await attach.startApp(environment);
	const { handler } = await built('handler.js');
	/** @type {import('node:http').RequestListener} */
	const listener = (request, response) => {
		try {
			if (!attach.handleRequest(request, response)) handler(request, response);
		} catch (error) {
			app.log.error({ err: String(error) }, 'request failed');
			response.destroy();
		}
	};
	const tls = await attach.readTls(app.config).catch(async (/** @type {unknown} */ error) => {
		await app.close();
		throw error;
	});
	const server = tls ? createSecureServer(tls, listener) : createServer(listener);
	// uploads stall and come back; their own handler watches the body
	server.requestTimeout = 0;
	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy());
		// a listener that throws would end the process, and with it everybody's examination
		try {
			if (!attach.handleUpgrade(request, socket, head)) socket.destroy();
		} catch (error) {
			app.log.error({ err: String(error) }, 'upgrade failed');
			socket.destroy();
		}
	});
	try {
		await new Promise((resolve, reject) => {
			server.once('error', reject);
			server.listen(app.config.PORT, app.config.HOST, () => resolve(undefined));
		});
	} catch (error) {
		await app.close();
		throw error;
	}
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : app.config.PORT;
	app.log.info({ port, host: app.config.HOST, tls: tls !== null }, 'listening');
	const stop = async () => {
		server.close();
		server.closeAllConnections();
		await app.close();
	};
	return { app, port, stop };
}

if (import.meta.main) {
	if (!existsSync(new URL('./build/handler.js', import.meta.url))) {
		const { build } = await import('./scripts/lib/build.ts');
		build();
	}
	const { runUntilSignal } = await import('./scripts/lib/run-until-signal.ts');
	await runUntilSignal(() => startServer());
}
