// The page of the login by face: what its cookie's login is, and the answer to the question whether the face may be used.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { homeOf, LOGIN_PAGE } from '#lib/accounts/landing.ts';
import { maskNumber } from '#lib/attempt/masking.ts';
import { refusalsOf } from '#lib/identity/server/face-standing.ts';
import { FACE_PAGE, forgetFaceLogin, secretOf } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (event.locals.person) redirect(303, homeOf(event.locals.person));
	const { identity, clock } = getApp();
	const known = await identity.login(secretOf(event));
	if (!known) redirect(303, LOGIN_PAGE);
	const { candidate, state } = known;
	const { text, version, face } = candidate;
	const given = face?.consent?.given === true && face.consent.version === version;
	return {
		exam: candidate.exam,
		admission: maskNumber(candidate.admission),
		state,
		refusals: refusalsOf(candidate),
		consent: { text, version, at: given ? (face.consent?.at ?? null) : null },
		now: clock.now()
	};
};

/** No, or a yes taken back: the account way is an equal one (C7). */
async function decline(event: RequestEvent): Promise<never> {
	const exam = await getApp().identity.consent.decline(secretOf(event));
	forgetFaceLogin(event);
	redirect(303, exam === null ? LOGIN_PAGE : `/e/${encodeURIComponent(exam)}?login=account`);
}

export const actions: Actions = {
	async agree(event) {
		const version = (await event.request.formData()).get('version');
		const { consent } = getApp().identity;
		const agreed = await consent.agree(secretOf(event), String(version));
		if (agreed.ok) redirect(303, FACE_PAGE);
		const { code } = agreed.error;
		return fail(ERRORS[code].status, { code });
	},
	decline,
	withdraw: decline
};
