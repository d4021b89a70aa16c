import { requireOwnAttempt } from '#lib/accounts/server/kit-access.ts';
import { answer, parseBody } from '#lib/server/kit-json.ts';
import { LeaseRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** C8: this device takes the attempt, or asks for it and comes again. */
export const POST = async (event) => {
	const { candidate } = requireOwnAttempt(event);
	const { label, key, request } = await parseBody(event, LeaseRequestSchema);
	return answer(await getApp().leases.take(candidate, { label, key, request }));
};
