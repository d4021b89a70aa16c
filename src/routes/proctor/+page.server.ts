import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const person = requireAnywhereTo(event, 'room.view');
	return { list: await getApp().roomList.read(person, event.url.searchParams.get('sitting')) };
};
