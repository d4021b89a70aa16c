import { error } from '@sveltejs/kit';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

/** Each opening is a look and on record: nothing on this page reads it again by itself. */
export const load: PageServerLoad = async (event) => {
	const { places, reviews } = getApp();
	const { attempt } = event.params;
	const person = requireAccessTo(event, 'recording.view', await places.attempt(attempt));
	const opened = await reviews.open(attempt, { person, address: event.getClientAddress() });
	if (opened.ok) return { review: opened.value };
	const { code } = opened.error;
	return error(ERRORS[code].status, { message: code, code });
};
