// The root of a closed sitting (C34); docs/spec/export.md. For everybody: it names nobody.
import { json } from '@sveltejs/kit';
import { getApp } from '#lib/server/app.ts';
import { ERRORS } from '#lib/shared/errors.ts';
import type { RequestHandler } from './$types';

const headers = { 'cache-control': 'no-store' };

export const GET: RequestHandler = async ({ params }) => {
	const root = await getApp().sittingRoots.published(params.sitting);
	if (root.ok) return json({ v: 1, ...root.value }, { headers });
	const { code } = root.error;
	return json({ code }, { status: ERRORS[code].status, headers });
};
