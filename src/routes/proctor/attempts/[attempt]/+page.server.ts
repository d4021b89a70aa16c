import { error } from '@sveltejs/kit';
import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { viewPermission } from '#lib/invigilation/candidate-view-of.ts';
import { FROM_THE_FIRST } from '#lib/invigilation/candidate-request.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

/** Opening it is no look at the recording: pictures, films and faces go on record where they are opened. */
export const load: PageServerLoad = async (event) => {
	const { candidateViews, places } = getApp();
	const { attempt } = event.params;
	const place = await places.attempt(attempt);
	const { person } = event.locals;
	const needed = viewPermission(person, place);
	if (place && person && !may(person, needed, place) && may(person, 'desk.use', place)) {
		const code = 'access.denied';
		const candidate = await candidateViews.candidateOf(attempt);
		return error(ERRORS[code].status, code, { code, instead: `/desk/${candidate ?? ''}` });
	}
	const view = await candidateViews.read(
		attempt,
		requireAccessTo(event, needed, place),
		FROM_THE_FIRST
	);
	if (view.ok) return { view: view.value };
	const { code } = view.error;
	return error(ERRORS[code].status, code, { code });
};
