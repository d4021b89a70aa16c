// Who is watched closely in a room (I1), by all who watch it. Asked twice it is harmless.
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { WatchedRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const { wall, places } = getApp();
	const { room } = event.params;
	const person = requireAccessTo(event, 'attempt.act', await places.room(room), 'room.not-found');
	const asked = await parseBody(event, WatchedRequestSchema);
	const done = await wall.watchClosely(person, room, asked);
	return done.ok ? answer({}) : fail(done.error.code);
};
