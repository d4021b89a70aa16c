// One part's film for <video>. Thin: who may look, and what of it, is decided in the service.
import { json } from '@sveltejs/kit';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { filmResponse } from '#lib/recording/server/film-response.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { RequestHandler } from './$types';

/** Making a part seekable takes seconds. */
const RETRY_AFTER_S = 3;

const GET: RequestHandler = async (event) => {
	const { films, places } = getApp();
	const person = requireAccessTo(
		event,
		'recording.view',
		await places.part(event.params.part),
		'part.not-found'
	);
	const film = await films.open(event.params.part, { person, address: event.getClientAddress() });
	if (film.ok) return filmResponse(event.request, film.value);
	const { code } = film.error;
	const headers = { 'cache-control': 'private, no-store', 'retry-after': String(RETRY_AFTER_S) };
	return json({ code }, { status: ERRORS[code].status, headers });
};

export { GET, GET as HEAD };
