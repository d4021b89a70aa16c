import { answer } from '#lib/server/kit-json.ts';
import { refusalsOf } from '#lib/identity/server/face-standing.ts';
import { secretOf } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';

/** Where this login by face stands; a page that waits for a person asks again and again. */
export const GET = async (event) => {
	const { identity, clock } = getApp();
	const known = await identity.login(secretOf(event));
	return answer({
		state: known?.state ?? 'over',
		refusals: known ? refusalsOf(known.candidate) : 0,
		now: clock.now()
	});
};
