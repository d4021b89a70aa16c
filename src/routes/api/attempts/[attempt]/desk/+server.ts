import * as v from 'valibot';
import { answer, fail } from '#lib/attempt/server/kit-device.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { DeskAfterSchema } from '#lib/invigilation/desk-request.ts';
import { getApp } from '#lib/server/app.ts';

/** I2: what the page of one candidate shows, read again whenever something changed. No look: nothing goes on record. */
export const GET = async (event) => {
	const { candidateDesks, places } = getApp();
	const { attempt } = event.params;
	const person = requireAccessTo(event, 'room.view', await places.attempt(attempt));
	const after = v.safeParse(DeskAfterSchema, event.url.searchParams.get('after'));
	if (!after.success) return fail('input.invalid');
	const desk = await candidateDesks.read(attempt, person, after.output);
	return desk.ok ? answer(desk.value) : fail(desk.error.code);
};
