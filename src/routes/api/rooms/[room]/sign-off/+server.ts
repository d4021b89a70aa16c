import type { RequestEvent } from '@sveltejs/kit';
import type { Permission, Person } from '#lib/accounts/permissions.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { SignOffRequestSchema, WithdrawRequestSchema } from '#lib/invigilation/sign-off.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

type Asked = RequestEvent<{ room: string }>;

const whoMay = async (event: Asked, permission: Permission): Promise<Person> =>
	requireAccessTo(
		event,
		permission,
		await getApp().places.room(event.params.room),
		'room.not-found'
	);

async function answerSignOff(room: string, person: Person): Promise<Response> {
	const signOff = await getApp().signOff.view(room, person);
	return signOff ? answer({ signOff }) : fail('room.not-found');
}

/** I4: what stands in the way of signing a room off, and who has signed. */
export const GET = async (event) =>
	answerSignOff(event.params.room, await whoMay(event, 'chat.read'));

/** I4: signs it off, once by its id. */
export const POST = async (event) => {
	const person = await whoMay(event, 'room.sign');
	const { v: _, ...request } = await parseBody(event, SignOffRequestSchema);
	const actor = { person, address: event.getClientAddress() };
	const done = await getApp().signOff.sign(event.params.room, request, actor);
	return done.ok ? answerSignOff(event.params.room, person) : fail(done.error.code);
};

/** I4: takes one's own signature back. */
export const DELETE = async (event) => {
	const person = await whoMay(event, 'room.sign');
	const { v: _, ...request } = await parseBody(event, WithdrawRequestSchema);
	const actor = { person, address: event.getClientAddress() };
	const done = await getApp().signOff.withdraw(event.params.room, request, actor);
	return done.ok ? answerSignOff(event.params.room, person) : fail(done.error.code);
};
