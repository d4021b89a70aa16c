// The last small picture of one track, for who watches the room (I1); the next ones are pushed.
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { pictureResponse } from '#lib/live/server/picture-response.ts';
import { PICTURE_TRACKS } from '#lib/live/staff-wire.ts';
import { getApp } from '#lib/server/app.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { pictures, places } = getApp();
	const { attempt } = event.params;
	requireAccessTo(event, 'live.view', await places.attempt(attempt));
	const track = PICTURE_TRACKS.find((one) => one === event.params.track);
	return pictureResponse(track ? await pictures.get(attempt, track) : null);
};
