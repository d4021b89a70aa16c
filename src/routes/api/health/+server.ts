import { json } from '@sveltejs/kit';
import { getApp } from '#lib/server/app.ts';

export const GET = async () => {
	const health = await getApp().health();
	return json(health, { status: health.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
