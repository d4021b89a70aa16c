import { answer, fail } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';

/** C6: the login checks of an attempt, with pictures and scores. Each look is on record. */
export const GET = async (event) => {
	const actor = { person: event.locals.person, address: event.getClientAddress() };
	const view = await getApp().identity.acts.view(event.params.attempt, actor);
	return view.ok ? answer(view.value) : fail(view.error.code);
};
