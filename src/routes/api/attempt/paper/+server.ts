import { requireDevice } from '#lib/attempt/server/kit-device.ts';
import { fail } from '#lib/server/kit-json.ts';
import { ID_PATTERN } from '#lib/shared/fields.ts';
import { getApp } from '#lib/server/app.ts';

const TAG = new RegExp(String.raw`^"(${ID_PATTERN})\.(\d{1,9})"$`);

/** The sealed paper, nonce first; whoever names the version he has is told 304 when it still stands. */
export const GET = async (event) => {
	const grant = await requireDevice(event, 'attempt');
	const [, paper, version] = TAG.exec(event.request.headers.get('if-none-match') ?? '') ?? [];
	const known = paper && version ? { paper, version: Number(version) } : null;
	const result = await getApp().papers.sealed(grant.attempt, known);
	if (!result.ok) return fail(result.error.code);
	const sealed = result.value;
	if (sealed === 'unchanged') return new Response(null, { status: 304 });
	const body = new Uint8Array(sealed.nonce.byteLength + sealed.sealed.byteLength);
	body.set(sealed.nonce);
	body.set(sealed.sealed, sealed.nonce.byteLength);
	return new Response(body, {
		headers: {
			'content-type': 'application/octet-stream',
			'duimian-paper': sealed.paper,
			'duimian-paper-version': String(sealed.version),
			'duimian-sitting': sealed.sitting,
			// kept by the device itself, beside the key that will open it
			'cache-control': 'no-store'
		}
	});
};
