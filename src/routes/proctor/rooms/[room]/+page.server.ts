import { loginPageFor } from '#lib/accounts/landing.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import type { PageServerLoad } from './$types';

/** The gate alone: the page reads the room by itself, again and again. */
export const load: PageServerLoad = async (event) => {
	const { room } = event.params;
	requireAccessTo(event, 'chat.read', await getApp().places.room(room), 'room.not-found');
	return { room, loginPage: loginPageFor(event.url) };
};
