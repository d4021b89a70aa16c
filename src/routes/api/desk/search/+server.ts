// Candidates that a technician looks for (I5). Thin: where is looked, and that it is on record, is the service's.
import { requireAnywhereTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { answer, fail } from '#lib/server/kit-json.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const person = requireAnywhereTo(event, 'desk.use');
	const typed = event.url.searchParams.get('q') ?? '';
	const found = await getApp().desk.search(typed, { person, address: event.getClientAddress() });
	return found.ok ? answer({ found: found.value }) : fail(found.error.code);
};
