import { afterEach, expect, test, vi } from 'vitest';
import { fetchSmallPicture } from './small-picture-api.ts';

afterEach(() => void vi.unstubAllGlobals());

test.each<[string, () => Promise<Response>, object]>([
	[
		'there is none',
		() => Promise.resolve(new Response(null, { status: 204 })),
		{ ok: true, value: null }
	],
	['refused', () => Promise.resolve(new Response('{}', { status: 503 })), { ok: false }],
	['of somebody else', () => Promise.resolve(new Response('<html>')), { ok: false }],
	['no network', () => Promise.reject(new TypeError('no network')), { ok: false }]
])('[I1] a small picture: %s is told from what could not be had', async (_what, answer, is) => {
	vi.stubGlobal('fetch', answer);
	expect(await fetchSmallPicture('a', 'camera')).toMatchObject(is);
});

test('[I1] a small picture is its bytes, and when it came', async () => {
	const headers = { 'duimian-picture-at': '1764500000000' };
	vi.stubGlobal('fetch', () => Promise.resolve(new Response('bytes', { headers })));
	const fetched = await fetchSmallPicture('a', 'camera');
	expect(fetched.ok && fetched.value?.at).toBe(1_764_500_000_000);
	expect(fetched.ok && (await fetched.value?.blob.text())).toBe('bytes');
});
