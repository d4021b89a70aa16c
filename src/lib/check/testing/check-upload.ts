// One part of a device check, spoken raw.
import { createHash, randomUUID } from 'node:crypto';
import { partHeader } from '../../recording/testing/factories.ts';
import { encodeMetadata } from '../../upload/protocol.ts';
import { PATCH_HEADERS, raw } from '../../upload/testing/raw-tus.ts';
import { CHECK_UPLOAD_PATH, type CheckOpened } from '../wire.ts';

/** What the browser calls it may name its owner. */
export const CAMERA = '李四的摄像头';

/** @param origin of the process that it is sent to */
export function checkUpload(
	origin: string,
	{ token, check }: Pick<CheckOpened, 'token' | 'check'>,
	id: string = randomUUID()
) {
	const header = { ...partHeader({ id, attempt: check, lease: check }), source: CAMERA };
	const tus = { 'Tus-Resumable': '1.0.0', Authorization: `Bearer ${token}` };
	const url = `${CHECK_UPLOAD_PATH}/${id}`;
	const send = (method: string, to: string, headers: object, body?: Buffer | string) =>
		raw(origin, { method, url: to, headers: { ...tus, ...headers }, ...(body ? { body } : {}) });
	return {
		id,
		create: (headers: object = {}) =>
			send('POST', CHECK_UPLOAD_PATH, {
				...{ 'Upload-Metadata': encodeMetadata(header), 'Upload-Defer-Length': 1 },
				...{ 'Content-Length': 0, ...headers }
			}),
		patch: (bytes: Buffer, offset = 0, headers: object = {}) =>
			send('PATCH', url, { ...PATCH_HEADERS, 'Upload-Offset': offset, ...headers }, bytes),
		head: () => send('HEAD', url, {}),
		finish: (bytes: Buffer) =>
			send(
				...(['POST', `${url}/finish`, {}] as const),
				JSON.stringify({
					bytes: bytes.byteLength,
					sha256: createHash('sha256').update(bytes).digest('hex')
				})
			)
	};
}
