import { error } from '@sveltejs/kit';
import { may } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

/** Whoever may act but not look (an administrator) has the acts alone. */
export const load: PageServerLoad = async (event) => {
	const { places, reviews } = getApp();
	const place = await places.attempt(event.params.attempt);
	const { person } = event.locals;
	if (place && may(person, 'attempt.act', place) && !may(person, 'recording.view', place))
		return { review: null };
	const looker = requireAccessTo(event, 'recording.view', place);
	const opened = await reviews.open(event.params.attempt, {
		person: looker,
		address: event.getClientAddress()
	});
	if (opened.ok) return { review: opened.value };
	const { code } = opened.error;
	return error(ERRORS[code].status, { message: code, code });
};
