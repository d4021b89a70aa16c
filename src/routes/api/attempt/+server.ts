import * as v from 'valibot';
import { answerView, requireDevice } from '#lib/attempt/server/kit-device.ts';
import { EchoSchema } from '#lib/live/requests.ts';
import { ECHO_HEADER } from '#lib/live/wire.ts';
import { getApp } from '#lib/server/app.ts';

export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const told = v.safeParse(EchoSchema, event.request.headers.get(ECHO_HEADER));
	if (told.success) getApp().echoes.heard(grant, told.output.head, told.output.epoch);
	return answerView(grant);
};
