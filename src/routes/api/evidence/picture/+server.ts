import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import { MAX_PICTURE_BYTES } from '#lib/evidence/server/phone-pictures.ts';
import { readBody } from '#lib/evidence/server/picture-body.ts';
import { getApp } from '#lib/server/app.ts';

/** A still of what the phone sees: the last one stays. */
export const PUT = async (event) => {
	const grant = await requireDevice(event, 'evidence');
	const isPicture = event.request.headers.get('content-type') === 'image/jpeg';
	const bytes = isPicture ? await readBody(event.request, MAX_PICTURE_BYTES) : null;
	if (!bytes) return fail('evidence.picture-invalid');
	const put = await getApp().pictures.put(grant, bytes);
	return put.ok ? answer({}) : fail(put.error.code);
};

/** For the candidate's own desktop. */
export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const picture = await getApp().pictures.get(grant.attempt);
	if (!picture)
		return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			'content-type': 'image/jpeg',
			'cache-control': 'no-store',
			'last-modified': new Date(picture.at).toUTCString(),
			'duimian-picture-at': String(picture.at)
		}
	});
};
