import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import { staffLinks } from '#lib/accounts/staff-links.ts';
import type { LayoutServerLoad } from './$types';

/** The pages below ask for their own place; this one leads who is not logged in to the login. */
export const load: LayoutServerLoad = (event) => {
	const person = requireAnywhereTo(event, 'desk.use');
	return { staffName: person.name, links: staffLinks(person) };
};
