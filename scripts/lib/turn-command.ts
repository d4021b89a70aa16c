// For tests in a browser: ways over a real relay, as the server would give them.
import { createIceServers } from '../../src/lib/live/server/ice-servers.ts';
import type { IceServer } from '../../src/lib/live/wire.ts';
import { findCoturn, startCoturn, type Coturn } from './coturn.ts';

const SECRET = 'of-the-tests';
let running: Promise<Coturn> | null = null;

/** Null: there is no coturn on this machine. It runs until the tests end. @param secret what the server believes */
export async function turnServers(_context: unknown, secret = SECRET): Promise<IceServer[] | null> {
	const path = findCoturn();
	if (path === null) return null;
	running ??= startCoturn(path, SECRET).then((coturn) => {
		process.once('exit', () => void coturn.stop());
		return coturn;
	});
	const { url } = await running;
	const config = { stunUrls: [], turnUrls: [url], turnSecret: secret };
	return createIceServers(config, { now: Date.now })('test');
}
