// Device routes in Kit: the bearer token in, the candidate's view out. Sessions play no part here (idea 6).
import type { RequestEvent } from '@sveltejs/kit';
import { getApp } from '../../server/app.ts';
import { answer, fail } from '../../server/kit-json.ts';
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

/** The attempt as its own computer sees it (`AttemptAnswer`). @param beside what else this route has to say */
export async function answerView(grant: DeviceGrant, beside: object = {}): Promise<Response> {
	const { attempts, clock, epoch } = getApp();
	const view = await attempts.view(grant.attempt);
	if (!view.ok) return fail(view.error.code);
	return answer({ ...beside, ...view.value, lease: grant.lease, epoch, now: clock.now() });
}
