import { answer, parseBody, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { WitnessRequestSchema } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';

export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt', 'evidence');
	const { parts } = await parseBody(event, WitnessRequestSchema);
	const { attempts, clock } = getApp();
	const head = await attempts.witness(grant, parts);
	return answer({ head, now: clock.now() });
};
