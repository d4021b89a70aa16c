import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, parseBody } from '#lib/server/kit-json.ts';
import { WitnessRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt', 'evidence');
	const { parts, head: told, epoch: known } = await parseBody(event, WitnessRequestSchema);
	const { attempts, echoes, clock, epoch } = getApp();
	echoes.heard(grant, told, known);
	const head = await attempts.witness(grant, parts);
	return answer({ head, epoch, now: clock.now() });
};
