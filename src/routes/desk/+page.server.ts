import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import type { PageServerLoad } from './$types';

/** Nothing is listed before somebody is looked for. */
export const load: PageServerLoad = (event) => {
	requireAnywhereTo(event, 'desk.use');
};
