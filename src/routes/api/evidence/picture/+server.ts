import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { readBody } from '#lib/evidence/server/picture-body.ts';
import { pictureResponse } from '#lib/live/server/picture-response.ts';
import { MAX_PICTURE_BYTES } from '#lib/live/small-picture.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail } from '#lib/server/kit-json.ts';

/** A still of what the phone sees: the last one stays. */
export const PUT = async (event) => {
	const grant = await requireDevice(event, 'evidence');
	const isPicture = event.request.headers.get('content-type') === 'image/jpeg';
	const bytes = isPicture ? await readBody(event.request, MAX_PICTURE_BYTES.evidence) : null;
	if (!bytes) return fail('evidence.picture-invalid');
	const put = await getApp().pictures.put(grant, 'evidence', bytes);
	return put.ok ? answer({}) : fail(put.error.code);
};

/** For the candidate's own desktop. */
export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	return pictureResponse(await getApp().pictures.get(grant.attempt, 'evidence'));
};
