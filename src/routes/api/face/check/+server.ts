import { answerOr, secretOf } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';

/** C6: a new check, and its first instruction. */
export const POST = async (event) => {
	const { identity, clock } = getApp();
	const begun = await identity.checks.begin(secretOf(event));
	return answerOr(begun, (check) => ({ ...check, now: clock.now() }));
};
