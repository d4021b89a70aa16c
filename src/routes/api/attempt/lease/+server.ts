import { requireOwnAttempt } from '#lib/accounts/server/kit-access.ts';
import { answer, parseBody } from '#lib/attempt/server/kit-device.ts';
import { LeaseRequestSchema } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';

export const POST = async (event) => {
	const { candidate } = requireOwnAttempt(event);
	const { label } = await parseBody(event, LeaseRequestSchema);
	return answer(await getApp().attempts.openLease(candidate, label));
};
