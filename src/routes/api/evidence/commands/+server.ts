import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { CommandsRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** The phone's outbox; what a phone may say is a rule of the log (attempt/lease-rules.ts). */
export const POST = async (event) => {
	const grant = await requireDevice(event, 'evidence');
	const { commands, head, epoch: known } = await parseBody(event, CommandsRequestSchema);
	const { attempts, echoes, phoneStates, clock, epoch } = getApp();
	echoes.heard(grant, head, known);
	const current = known === null || known === epoch;
	const outcomes = current ? await attempts.submit(grant, commands) : [];
	const state = await phoneStates.read(grant);
	if (!state.ok) return fail(state.error.code);
	return answer({ outcomes, ...state.value, epoch, now: clock.now() });
};
