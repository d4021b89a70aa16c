// Device routes in Kit: the bearer token in, JSON with a code out. Sessions play no part here (idea 6).
import { error, json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { getApp } from '../../server/app.ts';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { WIRE_VERSION } from '../../live/wire.ts';
import type { DeviceGrant } from './tokens.ts';

const BEARER = /^Bearer ([\w-]{20,100})$/;

/** @param scopes what the token must be for: a phone's opens evidence, not what the candidate reads */
export async function requireDevice(
	event: RequestEvent,
	...scopes: readonly [DeviceGrant['scope'], ...DeviceGrant['scope'][]]
): Promise<DeviceGrant> {
	const secret = BEARER.exec(event.request.headers.get('authorization') ?? '')?.[1];
	const grant = secret === undefined ? null : await getApp().grantOf(secret);
	if (!grant) return fail('token.invalid');
	return scopes.includes(grant.scope) ? grant : fail('token.wrong-scope');
}

export async function parseBody<S extends v.GenericSchema>(
	event: RequestEvent,
	schema: S
): Promise<v.InferOutput<S>> {
	const body: unknown = await event.request.json().catch(() => null);
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return parsed.output;
	const version = (body as { v?: unknown } | null)?.v;
	return fail(version === WIRE_VERSION ? 'input.invalid' : 'input.unsupported-version');
}

export function fail(code: ErrorCode): never {
	error(ERRORS[code].status, code, { code });
}

/** The attempt as its own computer sees it (`AttemptAnswer`). @param beside what else this route has to say */
export async function answerView(grant: DeviceGrant, beside: object = {}): Promise<Response> {
	const { attempts, clock, epoch } = getApp();
	const view = await attempts.view(grant.attempt);
	if (!view.ok) return fail(view.error.code);
	return answer({ ...beside, ...view.value, lease: grant.lease, epoch, now: clock.now() });
}

export const answer = (body: object): Response =>
	json({ v: WIRE_VERSION, ...body }, { headers: { 'cache-control': 'no-store' } });
