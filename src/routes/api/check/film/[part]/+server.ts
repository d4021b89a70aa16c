import { fail } from '#lib/server/kit-json.ts';
import { filmResponse } from '#lib/recording/server/film-response.ts';
import { getApp } from '#lib/server/app.ts';
import { bearerToken } from '#lib/upload/tus-headers.ts';

/** C4: the test film as it arrived, for its own check alone. */
export const GET = async ({ request, params }) => {
	const token = bearerToken(Object.fromEntries(request.headers));
	if (token === null) return fail('token.invalid');
	const film = await getApp().checks.film(token, params.part);
	return film.ok ? filmResponse(request, film.value) : fail(film.error.code);
};
