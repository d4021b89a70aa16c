// The routes of binding, from the desktop's request to the phone's token. Real database.
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { beforeEach, expect, test } from 'vitest';
import { grantOfToken } from '../../attempt/server/tokens.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { opened } from '../../attempt/testing/lease-desk.ts';
import { setApp, type App } from '../../server/app.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createPairingDesk, newPhone } from '../testing/pairing-desk.ts';

const ROUTES = {
	code: () => import('../../../routes/api/evidence/code/+server.ts'),
	look: () => import('../../../routes/api/evidence/look/+server.ts'),
	bind: () => import('../../../routes/api/evidence/bind/+server.ts')
} as const;

const { db } = await testDatabase();
const desk = await createPairingDesk(db, 4);
const { clock, pairing } = desk;
const grantOf = (token: string) => grantOfToken(db, clock, token);
setApp({ clock, pairing, grantOf } as unknown as App);

beforeEach(() => desk.set(BEFORE));

async function ask(method: 'POST' | 'DELETE', path: keyof typeof ROUTES, body: object, token = '') {
	const request = new Request(`https://exam.example/api/evidence/${path}`, {
		method,
		...(token && { headers: { authorization: `Bearer ${token}` } }),
		...(method === 'POST' && { body: JSON.stringify({ v: 1, ...body }) })
	});
	const route = (await ROUTES[path]()) as Record<string, (event: RequestEvent) => unknown>;
	try {
		const response = (await route[method]?.({ request } as RequestEvent)) as Response;
		return (await response.json()) as Record<string, string>;
	} catch (error) {
		if (isHttpError(error)) return error.body as unknown as Record<string, string>;
		throw error;
	}
}

test('[P1] a desktop gets a code, a phone without any login looks, binds and has a token of its own', async () => {
	const { token } = opened(await desk.browser(desk.nextCandidate()).take());
	const { code = '', ...issued } = await ask('POST', 'code', { replace: false }, token);
	expect(issued).toEqual({ v: 1, now: BEFORE, expiresAt: BEFORE + 300_000 });
	expect(await ask('POST', 'look', { code })).toMatchObject({ candidate: '测***甲' });
	const bound = await ask('POST', 'bind', { code, ...newPhone() });
	expect(await grantOf(bound['token'] ?? '')).toMatchObject({ scope: 'evidence' });
	expect(await ask('POST', 'look', { code })).toMatchObject({ code: 'evidence.code-used' });
	// a phone gives out no codes
	for (const method of ['POST', 'DELETE'] as const)
		expect(await ask(method, 'code', { replace: true }, bound['token'])).toMatchObject({
			code: 'token.wrong-scope'
		});
});

test('[C11] a code is taken back by its desktop; nobody else is asked at all', async () => {
	const { token } = opened(await desk.browser(desk.nextCandidate()).take());
	const { code = '' } = await ask('POST', 'code', { replace: false }, token);
	expect(await ask('DELETE', 'code', {})).toMatchObject({ code: 'token.invalid' });
	expect(await ask('DELETE', 'code', {}, token)).toEqual({ v: 1 });
	expect(await ask('POST', 'look', { code })).toMatchObject({ code: 'evidence.code-expired' });
	expect(await ask('POST', 'code', {}, token)).toMatchObject({ code: 'input.invalid' });
	expect(await ask('POST', 'bind', { code, key: 'short', label: '' })).toMatchObject({
		code: 'input.invalid'
	});
});
