import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import { PairingRequestSchema } from '#lib/live/requests.ts';
import { getApp } from '#lib/server/app.ts';

/** C11: a code for this desktop's phone. */
export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const { replace } = await parseBody(event, PairingRequestSchema);
	const { clock, pairing } = getApp();
	const issued = await pairing.issue(grant, { replace });
	return issued.ok ? answer({ ...issued.value, now: clock.now() }) : fail(issued.error.code);
};

/** P5: the candidate keeps the phone there is. */
export const DELETE = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const withdrawn = await getApp().pairing.withdraw(grant);
	return withdrawn.ok ? answer({}) : fail(withdrawn.error.code);
};
