import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import type { LayoutServerLoad } from './$types';

/** Read again every few seconds by itself, without a further look at the recording. */
export const load: LayoutServerLoad = async (event) => {
	event.depends('app:acts');
	const { acts, places } = getApp();
	const place = await places.attempt(event.params.attempt);
	const person = requireAccessTo(event, 'room.view', place);
	const mayAct = place !== null && may(person, 'attempt.act', place);
	return { acts: mayAct ? await acts.view(event.params.attempt) : null };
};
