import { fail, parseBody } from '#lib/server/kit-json.ts';
import { answerOr, secretOf } from '#lib/identity/server/kit-face.ts';
import { FaceJudgeRequestSchema } from '#lib/identity/wire.ts';
import { getApp } from '#lib/server/app.ts';
import { isId } from '#lib/shared/fields.ts';

/** C6: judge what was sent, or give it up. Asked twice, it answers the same. */
export const POST = async (event) => {
	const { check } = event.params;
	const { gaveUp } = await parseBody(event, FaceJudgeRequestSchema);
	if (!isId(check)) return fail('identity.expired');
	const verdict = await getApp().identity.judge(secretOf(event), check, gaveUp);
	return answerOr(verdict, (answer) => answer);
};
