// The key that signs exports and roots (C34); docs/spec/export.md. For everybody.
import { json } from '@sveltejs/kit';
import { getApp } from '#lib/server/app.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = () => {
	const { public: key, fingerprint, since } = getApp().signingKey;
	return json({ v: 1, key, fingerprint, since }, { headers: { 'cache-control': 'no-store' } });
};
