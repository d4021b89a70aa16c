// What each scope of a device's token opens, asked of the routes themselves.
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { beforeEach, describe, expect, test } from 'vitest';
import { ECHO_HEADER } from '../../live/wire.ts';
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
	'POST /api/attempt/witness': () => import('../../../routes/api/attempt/witness/+server.ts'),
	'PUT /api/attempt/picture/[track]': () =>
		import('../../../routes/api/attempt/picture/[track]/+server.ts'),
	'GET /api/evidence': () => import('../../../routes/api/evidence/+server.ts'),
	'POST /api/evidence/commands': () => import('../../../routes/api/evidence/commands/+server.ts'),
	'PUT /api/evidence/picture': () => import('../../../routes/api/evidence/picture/+server.ts'),
	'GET /api/evidence/picture': () => import('../../../routes/api/evidence/picture/+server.ts')
} as const;
const BY_LOGIN = {
	'POST /api/attempt/lease': () => import('../../../routes/api/attempt/lease/+server.ts'),
	'POST /api/attempt/lease/withdraw': () =>
		import('../../../routes/api/attempt/lease/withdraw/+server.ts'),
	'GET /api/parts/[part]/film': () => import('../../../routes/api/parts/[part]/film/+server.ts')
} as const;
type Route = keyof typeof ROUTES;
const TOKEN = 'a'.repeat(43);

let scope: DeviceGrant['scope'];
const read: string[] = [];
const heard: unknown[][] = [];
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
	phoneStates: { read: reads('phone state', ok({ phone: 'bound' })) },
	leases: { take: reads('lease', {}), withdraw: reads('lease', undefined) },
	places: { part: () => Promise.resolve(null) },
	films: { open: reads('film', err(refuse('part.not-found'))) },
	pictures: {
		put: reads('picture put', ok(undefined)),
		get: reads('picture', { bytes: new Uint8Array(4), at: 1_800_000_000_500 })
	},
	echoes: { heard: (...said: unknown[]) => void heard.push(said) },
	...{ clock: { now: () => 0 }, epoch: 'e' }
} as unknown as App);

beforeEach(() => {
	read.length = 0;
	heard.length = 0;
});

async function ask(
	route: Route | keyof typeof BY_LOGIN,
	token = TOKEN,
	echo: object = { head: null }
): Promise<number | string> {
	const [method = '', path = ''] = route.split(' ');
	const body = JSON.stringify({ v: 1, commands: [], parts: [], ...echo });
	const request = new Request(`https://exam.example.cn${path}`, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			...(method === 'GET' && { [ECHO_HEADER]: JSON.stringify(echo) }),
			...(method === 'PUT' && { 'content-type': 'image/jpeg' })
		},
		...(method !== 'GET' && { body })
	});
	const event = {
		...{ request, url: new URL(request.url), params: { part: uuid(9), track: 'camera' } },
		locals: { person: null }
	} as unknown as RequestEvent;
	const handlers = (await { ...ROUTES, ...BY_LOGIN }[route]()) as unknown as Record<
		string,
		(event: RequestEvent) => Promise<Response>
	>;
	try {
		return (await handlers[method]?.(event))?.status ?? 'no such method';
	} catch (thrown) {
		if (isHttpError(thrown)) return String((thrown.body as { code?: unknown }).code);
		throw thrown;
	}
}

const all = Object.keys(ROUTES) as Route[];
/** What a phone's token opens as well: evidence for a desktop without a network (C15), and the key for it (C19). */
const FOR_BOTH: readonly Route[] = ['POST /api/attempt/witness', 'GET /api/attempt/key'];
const FOR_PHONE: readonly Route[] = [
	'GET /api/evidence',
	'POST /api/evidence/commands',
	'PUT /api/evidence/picture'
];
const STATUS: Partial<Record<Route, number>> = { 'GET /api/attempt/key': 409 };

describe.each(all)('[C11] %s', (route) => {
	const opens = {
		attempt: !FOR_PHONE.includes(route),
		evidence: FOR_PHONE.includes(route) || FOR_BOTH.includes(route)
	};

	test.each(['attempt', 'evidence'] as const)('asked with a token for %s', async (of) => {
		scope = of;
		const answered = await ask(route);
		if (opens[of]) expect([answered, read.length > 0]).toEqual([STATUS[route] ?? 200, true]);
		else expect([answered, read]).toEqual(['token.wrong-scope', []]);
	});

	test('answers no unknown token', async () => {
		expect(await ask(route, 'b'.repeat(43))).toBe('token.invalid');
		expect(read).toEqual([]);
	});
});

test.each(Object.keys(BY_LOGIN) as (keyof typeof BY_LOGIN)[])(
	'[C11] %s is for people who have logged in: no device’s token opens it',
	async (route) => {
		for (const of of ['evidence', 'attempt'] as const) {
			scope = of;
			expect([await ask(route), read]).toEqual(['access.login-required', []]);
		}
	}
);

test.each([
	['attempt', 'GET /api/attempt'],
	['attempt', 'POST /api/attempt/commands'],
	['attempt', 'POST /api/attempt/witness'],
	['evidence', 'POST /api/evidence/commands'],
	['evidence', 'POST /api/attempt/witness']
] as const)('[C34] a head that %s echoes to %s is looked up', async (of, route) => {
	scope = of;
	const head = { seq: 7, hash: digest(7) };
	await ask(route, TOKEN, { epoch: 'e', head });
	const grant = { attempt: uuid(1), lease: uuid(2), scope };
	expect(heard).toEqual([[grant, head, 'e']]);
	// a page of an earlier version says none
	expect(await ask(route, TOKEN, route.endsWith('witness') ? { head: null } : {})).not.toBe(
		'input.invalid'
	);
});
