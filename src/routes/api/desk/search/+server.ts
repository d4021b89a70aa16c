// Candidates that a technician looks for (I5). Thin: where is looked, and that it is on record, is the service's.
import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import { DeskSearchRequestSchema } from '#lib/desk/desk-view.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail, parseBody } from '#lib/server/kit-json.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
	const person = requireAnywhereTo(event, 'desk.use');
	const { typed } = await parseBody(event, DeskSearchRequestSchema);
	const found = await getApp().desk.search(typed, { person, address: event.getClientAddress() });
	return found.ok ? answer({ found: found.value }) : fail(found.error.code);
};
