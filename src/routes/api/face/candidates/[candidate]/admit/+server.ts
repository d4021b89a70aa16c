import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { AdmitRequestSchema } from '#lib/identity/wire.ts';
import { getApp } from '#lib/server/app.ts';

/** C6: a person has looked and lets this candidate log in. */
export const POST = async (event) => {
	const { act: id, reason, check } = await parseBody(event, AdmitRequestSchema);
	const actor = { person: event.locals.person, address: event.getClientAddress() };
	const { acts } = getApp().identity;
	const done = await acts.admit(event.params.candidate, check, { id, reason }, actor);
	return done.ok ? answer({}) : fail(done.error.code);
};
