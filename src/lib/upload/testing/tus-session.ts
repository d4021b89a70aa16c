// One upload on one server, spoken raw.
import { randomBytes } from 'node:crypto';
import type { PartHeader } from '../../recording/part.ts';
import { encodeMetadata, partUrl, UPLOAD_PATH } from '../protocol.ts';
import { PATCH_HEADERS, raw, sendHalf, type HalfSent, type RawReply } from './raw-tus.ts';
import { newHeader, TOKEN, type UploadServer } from './upload-server.ts';

export type Headers = Record<string, string | number>;

export const TUS: Headers = { Authorization: `Bearer ${TOKEN}`, 'Tus-Resumable': '1.0.0' };

export interface HeadFacts {
	readonly status: number;
	readonly offset: string | undefined;
	readonly length: string | undefined;
}

export interface TusSession {
	readonly server: UploadServer;
	readonly data: Buffer;
	readonly part: string;
	readonly url: string;
	ask(method: string, headers?: Headers, url?: string): Promise<RawReply>;
	create(headers?: Headers): Promise<RawReply>;
	/** Sends data[from, to) at offset `from`. */
	patch(from: number, to: number, headers?: Headers): Promise<RawReply>;
	/** The same, but promises more than it sends. */
	half(from: number, to: number, promised: number, headers?: Headers): Promise<HalfSent>;
	head(): Promise<HeadFacts>;
	/** The same part and bytes at another address: the server came back. */
	at(server: UploadServer): TusSession;
}

export const tusSession = (server: UploadServer, bytes = 200_000): TusSession =>
	session(server, newHeader(), randomBytes(bytes));

function session(server: UploadServer, header: PartHeader, data: Buffer): TusSession {
	const url = partUrl(header.id);
	const patchOf = (from: number, to: number, headers: Headers) => ({
		method: 'PATCH',
		url,
		headers: { ...TUS, ...PATCH_HEADERS, 'Upload-Offset': from, ...headers },
		body: data.subarray(from, to)
	});
	const ask: TusSession['ask'] = (method, headers = TUS, to = url) =>
		raw(server.origin, { method, url: to, headers });
	return {
		server,
		data,
		part: header.id,
		url,
		ask,
		create: (headers = { 'Upload-Defer-Length': 1 }) =>
			ask(
				'POST',
				{ ...TUS, 'Upload-Metadata': encodeMetadata(header), 'Content-Length': 0, ...headers },
				UPLOAD_PATH
			),
		patch: (from, to, headers = {}) => raw(server.origin, patchOf(from, to, headers)),
		half: (from, to, promised, headers = {}) =>
			sendHalf(server.origin, patchOf(from, to, headers), promised),
		at: (other) => session(other, header, data),
		async head() {
			const { status, headers } = await ask('HEAD');
			const [offset, length] = [headers['upload-offset'], headers['upload-length']];
			return { status, offset: offset as string | undefined, length: length as string | undefined };
		}
	};
}
