import * as v from 'valibot';
import { answer, fail } from '#lib/server/kit-json.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { deskPermission } from '#lib/invigilation/candidate-view-of.ts';
import { DeskAfterSchema } from '#lib/invigilation/desk-request.ts';
import { getApp } from '#lib/server/app.ts';

/** I2: what the page of one candidate shows, read again whenever something changed. No look: nothing goes on record. */
export const GET = async (event) => {
	const { candidateDesks, places } = getApp();
	const { attempt } = event.params;
	const place = await places.attempt(attempt);
	const person = requireAccessTo(event, deskPermission(event.locals.person, place), place);
	const after = v.safeParse(DeskAfterSchema, event.url.searchParams.get('after'));
	if (!after.success) return fail('input.invalid');
	const desk = await candidateDesks.read(attempt, person, after.output);
	return desk.ok ? answer(desk.value) : fail(desk.error.code);
};
