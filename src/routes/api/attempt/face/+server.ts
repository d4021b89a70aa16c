import { json } from '@sveltejs/kit';
import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import { readBody } from '#lib/evidence/server/picture-body.ts';
import { MAX_FRAME_BYTES } from '#lib/identity/wire.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';

const RETRY_AFTER_S = 15;

/** C30: a frame of the recorded camera; whether it is still the same person. */
export const POST = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const isPicture = event.request.headers.get('content-type') === 'image/jpeg';
	const frame = isPicture ? await readBody(event.request, MAX_FRAME_BYTES) : null;
	if (!frame) return fail('identity.picture-invalid');
	const looked = await getApp().facePresence.look(grant, frame);
	if (looked.ok) return answer(looked.value);
	const { code } = looked.error;
	if (code !== 'server.busy') return fail(code);
	return json(
		{ message: code, code },
		{ status: ERRORS[code].status, headers: { 'retry-after': String(RETRY_AFTER_S) } }
	);
};
