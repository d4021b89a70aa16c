// The login for everybody (C7), with the facts of the one exam that is open, when there is exactly one.
import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/accounts/landing.ts';
import { logIn } from '#lib/accounts/server/kit-login.ts';
import { beginFaceLogin } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	if (locals.person) redirect(303, homeOf(locals.person));
	const { arrivals, clock } = getApp();
	const exam = await arrivals.only();
	return { next: url.searchParams.get('next'), exam, now: clock.now() };
};

export const actions: Actions = { account: logIn, face: beginFaceLogin };
