// Who has logged in on this browser: the interview's page is the same for everybody and asks (C3).
import { answer } from '#lib/server/kit-json.ts';
import { getApp } from '#lib/server/app.ts';

export const GET = async ({ locals }) => {
	const candidate = locals.person?.candidate ?? null;
	const attempt = candidate === null ? null : await getApp().attempts.attemptIdOf(candidate);
	return answer({ candidate: candidate !== null, attempt });
};
