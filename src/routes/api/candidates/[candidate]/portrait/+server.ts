import { fail } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';

const headers = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

/** I2: the roster's photo. Who may look is decided in the service, where the look goes on record. */
export const GET = async (event) => {
	const looker = { person: event.locals.person, address: event.getClientAddress() };
	const portrait = await getApp().portraits.open(event.params.candidate, looker);
	if (!portrait.ok) return fail(portrait.error.code);
	if (!portrait.value) return new Response(null, { status: 404, headers });
	const { bytes, type } = portrait.value;
	return new Response(new Uint8Array(bytes), { headers: { ...headers, 'content-type': type } });
};
