import { getApp } from '#lib/server/app.ts';
import type { PageServerLoad } from './$types';

/**
 * The page is served to everybody: who still has something to upload gets in with the capability that the browser
 * keeps (C1), whatever became of the login.
 */
export const load: PageServerLoad = async ({ locals }) => {
	const candidate = locals.person?.candidate ?? null;
	const attempt = candidate === null ? null : await getApp().attempts.attemptIdOf(candidate);
	return { candidate: candidate !== null, attempt };
};
