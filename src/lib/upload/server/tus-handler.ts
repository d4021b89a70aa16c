// tus 1.0 (core, creation, creation-defer-length) and our finish call on bare node:http. Why our own:
// docs/decisions/tus-handler.md. Guards and routes here, the verbs in tus-verbs.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../../shared/errors.ts';
import { isSameOrigin } from '../../server/same-origin.ts';
import type { Log } from '../../shared/log.ts';
import type { PartBytes, PartRegistry } from '../ports.ts';
import { TUS_VERSION, UPLOAD_PATH } from '../protocol.ts';
import { bearerToken, routeOf, type Route } from '../tus-headers.ts';
import { isDiskFull } from './disk-part-bytes.ts';
import { createIncoming } from './incoming.ts';
import { refusal, send, type Answer } from './tus-answer.ts';
import { createVerbs, type Verbs } from './tus-verbs.ts';
import { guardRegistry, RegistryDown } from './registry-down.ts';

/** A body of which nothing comes for this long is cut off. */
const STALL_MS = 30_000;
const RETRY_AFTER_S = 2;

export interface TusHandlerOptions {
	/** Where it is mounted; without one, the uploads of the attempts. */
	readonly path?: string;
	readonly bytes: PartBytes;
	readonly registry: PartRegistry;
	readonly log: Log;
	/** Tus-Max-Size. */
	readonly maxPartBytes: number;
	/** Whether the page that sent this may; without one, Origin must be the request's own host. */
	readonly allowOrigin?: (req: IncomingMessage) => boolean;
	readonly stallMs?: number;
}

export interface TusHandler {
	handles(url: string): boolean;
	/** Answers the request; never rejects. */
	handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

const ALLOWED: Record<Route['to'], readonly string[]> = {
	root: ['OPTIONS', 'POST'],
	part: ['OPTIONS', 'HEAD', 'PATCH'],
	finish: ['POST'],
	nowhere: []
};

export function createTusHandler(options: TusHandlerOptions): TusHandler {
	const { bytes, log, maxPartBytes, path = UPLOAD_PATH } = options;
	const { allowOrigin = (req) => isSameOrigin(req, false) } = options;
	const registry = guardRegistry(options.registry);
	const incoming = createIncoming(options.stallMs ?? STALL_MS);
	const verbs = createVerbs({ path, bytes, registry, incoming, log, maxPartBytes });

	async function answer(req: IncomingMessage): Promise<Answer> {
		if (!allowOrigin(req)) return refusal('access.bad-origin');
		const route = routeOf(pathOf(req.url ?? '').slice(path.length));
		if (route.to === 'nowhere') return refusal('part.not-found');
		const method = methodOf(req);
		const allowed = ALLOWED[route.to];
		if (!allowed.includes(method))
			return refusal('upload.wrong-method', { headers: { Allow: allowed.join(', ') } });
		if (method === 'OPTIONS') return capabilities(allowed, maxPartBytes);
		if (route.to !== 'finish' && req.headers['tus-resumable'] !== TUS_VERSION)
			return refusal('upload.wrong-version', { headers: { 'Tus-Version': TUS_VERSION } });
		const token = bearerToken(req.headers);
		const grant = token && (await registry.authorize(token));
		if (!grant) return refusal('token.invalid', { headers: { 'WWW-Authenticate': 'Bearer' } });
		if (route.to === 'root') return verbs.create(req, grant);
		return verbs[verbOf(route.to, method)](req, grant, route.part);
	}

	function fault(error: unknown): Answer {
		const code = codeOf(error);
		log[code === 'server.fault' ? 'error' : 'warn'](
			{ err: String(error), code },
			'upload request failed'
		);
		return refusal(code, { headers: { 'Retry-After': String(RETRY_AFTER_S) } });
	}

	return {
		handles: (url) => {
			const asked = pathOf(url);
			return asked === path || asked.startsWith(`${path}/`);
		},
		handle: async (req, res) => send(req, res, await answer(req).catch(fault))
	};
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** Some networks let only GET and POST through; tus has a header for that. */
function methodOf(req: IncomingMessage): string {
	const instead = req.headers['x-http-method-override'];
	return (typeof instead === 'string' ? instead : (req.method ?? '')).toUpperCase();
}

function verbOf(to: 'part' | 'finish', method: string): Exclude<keyof Verbs, 'create'> {
	if (to === 'finish') return 'finish';
	return method === 'HEAD' ? 'head' : 'patch';
}

const capabilities = (allowed: readonly string[], maxPartBytes: number): Answer => ({
	status: 204,
	headers: {
		Allow: allowed.join(', '),
		'Tus-Version': TUS_VERSION,
		'Tus-Extension': 'creation,creation-defer-length',
		'Tus-Max-Size': String(maxPartBytes)
	}
});

function codeOf(error: unknown): ErrorCode {
	if (error instanceof RegistryDown) return 'server.busy';
	return isDiskFull(error) ? 'storage.full' : 'server.fault';
}
