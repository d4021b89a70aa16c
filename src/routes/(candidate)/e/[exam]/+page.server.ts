// The address of one exam: open only inside its announced window (C1), its login only from its time on (C5).
import { error, redirect } from '@sveltejs/kit';
import { CANDIDATE_HOME } from '#lib/accounts/landing.ts';
import { logIn } from '#lib/accounts/server/kit-login.ts';
import { beginFaceLogin } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	if (locals.person?.candidate) redirect(303, CANDIDATE_HOME);
	const { arrivals, clock } = getApp();
	const exam = await arrivals.exam(params.exam);
	if (!exam) {
		const code = 'exam.not-found';
		error(ERRORS[code].status, code, { code });
	}
	return { exam, now: clock.now() };
};

export const actions: Actions = { account: logIn, face: beginFaceLogin };
