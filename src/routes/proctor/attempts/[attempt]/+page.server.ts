import { error } from '@sveltejs/kit';
import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { deskPermission } from '#lib/invigilation/candidate-view-of.ts';
import { FROM_THE_FIRST } from '#lib/invigilation/desk-request.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

/** Opening it is no look at the recording: pictures, films and faces go on record where they are opened. */
export const load: PageServerLoad = async (event) => {
	const { candidateDesks, places } = getApp();
	const { attempt } = event.params;
	const place = await places.attempt(attempt);
	const { person } = event.locals;
	const needed = deskPermission(person, place);
	if (place && person && !may(person, needed, place) && may(person, 'desk.use', place)) {
		const code = 'access.denied';
		const candidate = await candidateDesks.candidateOf(attempt);
		return error(ERRORS[code].status, code, { code, instead: `/desk/${candidate ?? ''}` });
	}
	const desk = await candidateDesks.read(
		attempt,
		requireAccessTo(event, needed, place),
		FROM_THE_FIRST
	);
	if (desk.ok) return { desk: desk.value };
	const { code } = desk.error;
	return error(ERRORS[code].status, code, { code });
};
