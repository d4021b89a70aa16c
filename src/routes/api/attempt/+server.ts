import { answer, fail, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { getApp } from '#lib/server/app.ts';

export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const { attempts, clock, epoch } = getApp();
	const view = await attempts.view(grant.attempt);
	if (!view.ok) return fail(view.error.code);
	return answer({ ...view.value, lease: grant.lease, epoch, now: clock.now() });
};
