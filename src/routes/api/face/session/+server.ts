import { landingPage } from '#lib/accounts/landing.ts';
import { beginSession } from '#lib/accounts/server/kit-session.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import { forgetFaceLogin, ticketOf } from '#lib/identity/server/kit-face.ts';
import { getApp } from '#lib/server/app.ts';

/** C6: the session of a login that was accepted, or that a person lets in. */
export const POST = async (event) => {
	const ticket = ticketOf(event);
	const address = event.getClientAddress();
	const opened = await getApp().identity.openSession(ticket?.secret ?? null, address);
	if (!opened.ok) return fail(opened.error.code);
	await beginSession(event, opened.value);
	// lost with a lost answer, and then it opens the same session again
	forgetFaceLogin(event);
	const next = landingPage(opened.value.person, ticket?.next ?? null, event.url.origin);
	return answer({ next });
};
