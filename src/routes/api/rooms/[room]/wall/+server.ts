// One room's page, whole (I1); what changes afterwards is pushed (docs/spec/staff-wire.md).
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const { wall, places } = getApp();
	const { room } = event.params;
	const person = requireAccessTo(event, 'chat.read', await places.room(room), 'room.not-found');
	const view = await wall.read(person, room);
	return view.ok ? answer(view.value) : fail(view.error.code);
};
