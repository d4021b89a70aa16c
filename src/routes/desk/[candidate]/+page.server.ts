import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { fail } from '#lib/server/kit-json.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { desk, places } = getApp();
	const { candidate } = event.params;
	const place = await places.candidate(candidate);
	const person = requireAccessTo(event, 'desk.use', place, 'candidate.not-found');
	const view = await desk.view(candidate, { person, address: event.getClientAddress() });
	return view.ok ? { desk: view.value } : fail(view.error.code);
};
