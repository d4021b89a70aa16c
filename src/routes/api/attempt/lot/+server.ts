import { answerView, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { fail, parseBody } from '#lib/server/kit-json.ts';
import { LotRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** C12: turn up the candidate's number. Asking again is harmless. */
export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	await parseBody(event, LotRequestSchema);
	const drawn = await getApp().attempts.drawLot(grant);
	return drawn.ok ? answerView(grant) : fail(drawn.error.code);
};
