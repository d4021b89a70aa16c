import { answerView, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { parseBody } from '#lib/server/kit-json.ts';
import { CommandsRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const { commands, head, epoch: known } = await parseBody(event, CommandsRequestSchema);
	const { attempts, echoes, epoch } = getApp();
	echoes.heard(grant, head, known);
	const current = known === null || known === epoch;
	const outcomes = current ? await attempts.submit(grant, commands) : [];
	return answerView(grant, { outcomes });
};
