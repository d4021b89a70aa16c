import { answer, fail, parseBody, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { CommandsRequestSchema } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';

export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const { commands, epoch: known } = await parseBody(event, CommandsRequestSchema);
	const { attempts, clock, epoch } = getApp();
	const current = known === null || known === epoch;
	const outcomes = current ? await attempts.submit(grant, commands) : [];
	const view = await attempts.view(grant.attempt);
	if (!view.ok) return fail(view.error.code);
	return answer({ outcomes, ...view.value, lease: grant.lease, epoch, now: clock.now() });
};
