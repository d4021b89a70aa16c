import { mayAnywhere } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import type { LayoutServerLoad } from './$types';

/** The pages below ask for their own place; this one leads who is not logged in to the login. */
export const load: LayoutServerLoad = (event) => {
	const person = requireAccessTo(event, 'room.view', null);
	return { staffName: person.name, mayHandIn: mayAnywhere(person, 'hand-in.take') };
};
