import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { LookRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** P1: what a code is for. Uses nothing up. */
export const POST = async (event) => {
	const { code } = await parseBody(event, LookRequestSchema);
	const offer = await getApp().pairing.look(code);
	return offer.ok ? answer(offer.value) : fail(offer.error.code);
};
