import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { BindRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** P1: the tap. The same phone asking again gets the same lease. */
export const POST = async (event) => {
	const { code, key, label } = await parseBody(event, BindRequestSchema);
	const bound = await getApp().pairing.bind({ code, key, label });
	return bound.ok ? answer(bound.value) : fail(bound.error.code);
};
