import { error } from '@sveltejs/kit';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
	const draw = await getApp().lots.published(params.room);
	if (draw) return { draw };
	const code = 'lot.not-found';
	return error(ERRORS[code].status, { message: code, code });
};
