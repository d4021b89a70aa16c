// A small picture of what the candidate's computer sees and shows (I1): the last one of each track stays.
import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { readBody } from '#lib/evidence/server/picture-body.ts';
import { DESKTOP_PICTURES, MAX_PICTURE_BYTES } from '#lib/live/small-picture.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail } from '#lib/server/kit-json.ts';

export const PUT = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const track = DESKTOP_PICTURES.find((one) => one === event.params.track);
	const isPicture = event.request.headers.get('content-type') === 'image/jpeg';
	if (!track || !isPicture) return fail('picture.invalid');
	const bytes = await readBody(event.request, MAX_PICTURE_BYTES[track]);
	if (!bytes) return fail('picture.invalid');
	const put = await getApp().pictures.put(grant, track, bytes);
	return put.ok ? answer({}) : fail(put.error.code);
};
