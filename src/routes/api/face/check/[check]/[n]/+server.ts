import { fail } from '#lib/server/kit-json.ts';
import { readBody } from '#lib/evidence/server/picture-body.ts';
import { answerOr, secretOf } from '#lib/identity/server/kit-face.ts';
import { MAX_FRAME_BYTES } from '#lib/identity/wire.ts';
import { getApp } from '#lib/server/app.ts';
import { isId } from '#lib/shared/fields.ts';

/** C6: one frame; what is asked next is told when it has arrived. */
export const PUT = async (event) => {
	const { check, n } = event.params;
	if (!isId(check)) return fail('identity.expired');
	if (!/^\d$/.test(n)) return fail('input.invalid');
	const isPicture = event.request.headers.get('content-type') === 'image/jpeg';
	const jpeg = isPicture ? await readBody(event.request, MAX_FRAME_BYTES) : null;
	if (!jpeg) return fail('identity.picture-invalid');
	const frame = { check, n: Number(n), jpeg };
	const kept = await getApp().identity.checks.keep(secretOf(event), frame);
	return answerOr(kept, (step) => ({ step }));
};
