import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { LateEntryRequestSchema } from '#lib/invigilation/act-form.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';

/** C9: lets in late, also somebody who has no attempt yet. */
export const POST = async (event) => {
	const { candidate } = event.params;
	const { acts, places } = getApp();
	const place = await places.candidate(candidate);
	const person = requireAccessTo(event, 'attempt.act', place, 'candidate.not-found');
	const { id, reason } = await parseBody(event, LateEntryRequestSchema);
	const actor = { person, address: event.getClientAddress() };
	const done = await acts.allowEntry(candidate, { id, reason }, actor);
	return done.ok ? answer({}) : fail(done.error.code);
};
