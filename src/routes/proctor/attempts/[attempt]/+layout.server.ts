import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const { acts, places } = getApp();
	const { attempt } = event.params;
	const person = requireAccessTo(event, 'room.view', await places.attempt(attempt));
	return { acts: await acts.view(attempt, person) };
};
