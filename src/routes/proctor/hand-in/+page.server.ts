import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import type { PageServerLoad } from './$types';

/** The file says whose it is; the service asks again for that place. */
export const load: PageServerLoad = (event) => {
	requireAnywhereTo(event, 'hand-in.take');
};
