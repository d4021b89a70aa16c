import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';

/** What the phone may know of its attempt (C11). */
export const GET = async (event) => {
	const grant = await requireDevice(event, 'evidence');
	const { phoneStates, clock, epoch } = getApp();
	const state = await phoneStates.read(grant);
	if (!state.ok) return fail(state.error.code);
	return answer({ ...state.value, epoch, now: clock.now() });
};
