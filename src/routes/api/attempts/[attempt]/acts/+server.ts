import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { ActRequestSchema } from '#lib/invigilation/act-form.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

/** I4: one act, once by its id; each asks for its own permission. */
export const POST = async (event) => {
	const { attempt } = event.params;
	const { acts, places } = getApp();
	const person = requireAccessTo(event, 'room.view', await places.attempt(attempt));
	const { v: _, ...request } = await parseBody(event, ActRequestSchema);
	const done = await acts.perform(attempt, request, { person, address: event.getClientAddress() });
	return done.ok ? answer({}) : fail(done.error.code);
};
