// What each scope of a device's token opens, asked of the routes themselves.
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { beforeEach, describe, expect, test } from 'vitest';
import { setApp, type App } from '../../server/app.ts';
import { err, ok } from '../../shared/result.ts';
import { refuse } from '../../shared/errors.ts';
import { digest, uuid } from '../testing/events.ts';
import type { DeviceGrant } from './tokens.ts';

const ROUTES = {
	'GET /api/attempt': () => import('../../../routes/api/attempt/+server.ts'),
	'GET /api/attempt/paper': () => import('../../../routes/api/attempt/paper/+server.ts'),
	'GET /api/attempt/key': () => import('../../../routes/api/attempt/key/+server.ts'),
	'POST /api/attempt/lot': () => import('../../../routes/api/attempt/lot/+server.ts'),
	'POST /api/attempt/commands': () => import('../../../routes/api/attempt/commands/+server.ts'),
	'POST /api/attempt/witness': () => import('../../../routes/api/attempt/witness/+server.ts')
} as const;
type Route = keyof typeof ROUTES;
const TOKEN = 'a'.repeat(43);

let scope: DeviceGrant['scope'];
const read: string[] = [];
const reads = <T>(what: string, answer: T) => {
	return () => {
		read.push(what);
		return Promise.resolve(answer);
	};
};
const sealed = {
	...{ paper: uuid(3), version: 1, sitting: uuid(4) },
	...{ nonce: new Uint8Array(12), sealed: new Uint8Array(20) }
};
setApp({
	grantOf: (token: string) =>
		Promise.resolve(token === TOKEN ? { attempt: uuid(1), lease: uuid(2), scope } : null),
	attempts: {
		view: reads('view', ok({ chat: ['私下的话'] })),
		submit: reads('submit', []),
		drawLot: reads('lot', ok(undefined)),
		witness: reads('witness', { seq: 1, hash: digest(1) })
	},
	papers: {
		sealed: reads('paper', ok(sealed)),
		key: reads('key', err(refuse('paper.not-yet')))
	},
	...{ clock: { now: () => 0 }, epoch: 'e' }
} as unknown as App);

beforeEach(() => {
	read.length = 0;
});

async function ask(route: Route, token = TOKEN): Promise<number | string> {
	const [method = '', path = ''] = route.split(' ');
	const body = JSON.stringify({ v: 1, commands: [], head: null, parts: [] });
	const request = new Request(`https://exam.example.cn${path}`, {
		method,
		headers: { authorization: `Bearer ${token}` },
		...(method === 'POST' && { body })
	});
	const handlers = (await ROUTES[route]()) as Record<
		string,
		(event: RequestEvent) => Promise<Response>
	>;
	try {
		return (await handlers[method]?.({ request } as RequestEvent))?.status ?? 'no such method';
	} catch (thrown) {
		if (isHttpError(thrown)) return String((thrown.body as { code?: unknown }).code);
		throw thrown;
	}
}

const all = Object.keys(ROUTES) as Route[];
const forEvidence: Route = 'POST /api/attempt/witness';

describe.each(all)('%s', (route) => {
	test('answers the desktop’s token, and no unknown one', async () => {
		scope = 'attempt';
		expect(await ask(route)).toBe(route.endsWith('key') ? 409 : 200);
		expect(read.length).toBeGreaterThan(0);
		expect(await ask(route, 'b'.repeat(43))).toBe('token.invalid');
	});

	test(route === forEvidence ? 'takes a phone’s evidence' : 'tells a phone nothing', async () => {
		scope = 'evidence';
		if (route === forEvidence) expect(await ask(route)).toBe(200);
		else expect([await ask(route), read]).toEqual(['token.wrong-scope', []]);
	});
});
