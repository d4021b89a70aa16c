import { answer, fail, parseBody, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { LotRequestSchema } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';

/** C12: turn up the candidate's number. Asking again is harmless. */
export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	await parseBody(event, LotRequestSchema);
	const { attempts, clock, epoch } = getApp();
	const drawn = await attempts.drawLot(grant);
	if (!drawn.ok) return fail(drawn.error.code);
	const view = await attempts.view(grant.attempt);
	if (!view.ok) return fail(view.error.code);
	return answer({ ...view.value, lease: grant.lease, epoch, now: clock.now() });
};
