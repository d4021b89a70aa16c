import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { ConfirmRequestSchema } from '#lib/identity/wire.ts';
import { getApp } from '#lib/server/app.ts';

/** I4: a person is sure who this is. */
export const POST = async (event) => {
	const { act: id, reason, ...seen } = await parseBody(event, ConfirmRequestSchema);
	const actor = { person: event.locals.person, address: event.getClientAddress() };
	const { acts } = getApp().identity;
	const done = await acts.confirm(event.params.attempt, seen, { id, reason }, actor);
	return done.ok ? answer({}) : fail(done.error.code);
};
