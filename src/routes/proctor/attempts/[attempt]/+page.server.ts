import { error } from '@sveltejs/kit';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { reviews } = getApp();
	const place = await reviews.placeOf(event.params.attempt);
	const person = requireAccessTo(event, 'recording.view', place);
	const opened = await reviews.open(event.params.attempt, {
		person,
		address: event.getClientAddress()
	});
	if (opened.ok) return { review: opened.value };
	const { code } = opened.error;
	return error(ERRORS[code].status, { message: code, code });
};
