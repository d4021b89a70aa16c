// C7: a temporary password, shown once in this answer.
import * as v from 'valibot';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { WIRE_VERSION } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { IdField } from '#lib/shared/fields.ts';
import type { RequestHandler } from './$types';

/** `id` of the form: whether its answer was lost before is told by it. */
const FormSchema = v.object({ v: v.literal(WIRE_VERSION), id: IdField });

export const POST: RequestHandler = async (event) => {
	const { deskPasswords, places } = getApp();
	const { candidate } = event.params;
	const place = await places.candidate(candidate);
	const person = requireAccessTo(event, 'password.issue', place, 'candidate.not-found');
	const { id } = await parseBody(event, FormSchema);
	const visitor = { person, address: event.getClientAddress() };
	const issued = await deskPasswords.issue(candidate, id, visitor);
	return issued.ok ? answer(issued.value) : fail(issued.error.code);
};
