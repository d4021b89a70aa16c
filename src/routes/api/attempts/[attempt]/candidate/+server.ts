import * as v from 'valibot';
import { answer, fail } from '#lib/server/kit-json.ts';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { viewPermission } from '#lib/invigilation/candidate-view-of.ts';
import { LinesAfterSchema } from '#lib/invigilation/candidate-request.ts';
import { getApp } from '#lib/server/app.ts';

/** I2: what the page of one candidate shows, read again whenever something changed. No look: nothing goes on record. */
export const GET = async (event) => {
	const { candidateViews, places } = getApp();
	const { attempt } = event.params;
	const place = await places.attempt(attempt);
	const person = requireAccessTo(event, viewPermission(event.locals.person, place), place);
	const after = v.safeParse(LinesAfterSchema, event.url.searchParams.get('after'));
	if (!after.success) return fail('input.invalid');
	const view = await candidateViews.read(attempt, person, after.output);
	return view.ok ? answer(view.value) : fail(view.error.code);
};
