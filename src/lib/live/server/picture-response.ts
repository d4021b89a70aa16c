import type { SmallPicture } from './pictures.ts';

const NEVER_KEPT = { 'cache-control': 'no-store' };

/** 204: there is none yet, which is no error for a page's console. */
export function pictureResponse(picture: SmallPicture | null): Response {
	if (!picture) return new Response(null, { status: 204, headers: NEVER_KEPT });
	return new Response(new Uint8Array(picture.bytes), {
		headers: {
			...NEVER_KEPT,
			'content-type': 'image/jpeg',
			'last-modified': new Date(picture.at).toUTCString(),
			'duimian-picture-at': String(picture.at)
		}
	});
}
