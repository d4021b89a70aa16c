// One attempt as a signed file (C34). Thin: who may have it is decided in the service.
import { json } from '@sveltejs/kit';
import { requireAccessTo } from '#lib/accounts/server/kit-access.ts';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { RequestHandler } from './$types';

const headers = { 'cache-control': 'private, no-store' };

export const GET: RequestHandler = async (event) => {
	const { exports, places } = getApp();
	const { attempt } = event.params;
	const person = requireAccessTo(event, 'recording.view', await places.attempt(attempt));
	const file = await exports.open(attempt, { person, address: event.getClientAddress() });
	if (!file.ok) {
		const { code } = file.error;
		return json({ code }, { status: ERRORS[code].status, headers });
	}
	const { name, bytes } = file.value;
	const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
	return new Response(bytes, {
		headers: {
			...headers,
			'content-type': 'application/json',
			'content-disposition': disposition
		}
	});
};
