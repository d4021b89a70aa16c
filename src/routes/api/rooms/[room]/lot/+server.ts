// What is public about a room's draw of lots (C12); docs/spec/lot.md. For everybody, logged in or not.
import { json } from '@sveltejs/kit';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { RequestHandler } from './$types';

const headers = { 'cache-control': 'no-store' };

export const GET: RequestHandler = async ({ params }) => {
	const draw = await getApp().lots.published(params.room);
	if (draw) return json(draw, { headers });
	const code = 'lot.not-found';
	return json({ code }, { status: ERRORS[code].status, headers });
};
