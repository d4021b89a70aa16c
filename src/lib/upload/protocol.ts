// What browser and server agree on beyond tus 1.0 (docs/spec/recording.md): where uploads live, how a part's header
// travels, and the finish call. Both sides import this file.
import * as v from 'valibot';
import { PartHeaderSchema, type PartHeader } from '../recording/part.ts';

export const UPLOAD_PATH = '/api/upload';
export const TUS_VERSION = '1.0.0';
export const PATCH_TYPE = 'application/offset+octet-stream';

/** The one key of Upload-Metadata; its value is the base64 of the header's JSON (UTF-8). */
export const HEADER_KEY = 'header';

/** @param path where the uploads of this server lie: an attempt's, or a device check's */
export const partUrl = (part: string, path: string = UPLOAD_PATH): string => `${path}/${part}`;
export const finishUrl = (part: string, path?: string): string => `${partUrl(part, path)}/finish`;

/** Body of the finish call: size and SHA-256 (hexadecimal) of the part as the device has it. */
export const FinishSchema = v.object({
	bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
});
export type Finish = v.InferOutput<typeof FinishSchema>;

/** Value of Upload-Metadata for a part. */
export function encodeMetadata(header: PartHeader): string {
	const utf8 = new TextEncoder().encode(JSON.stringify(header));
	return `${HEADER_KEY} ${btoa(String.fromCharCode(...utf8))}`;
}

/** @returns null when the metadata holds no valid header, or one that a database could not keep as it is */
export function decodeMetadata(metadata: string): PartHeader | null {
	const pair = metadata.split(',').map((one) => one.trim().split(' '));
	const encoded = pair.find(([key]) => key === HEADER_KEY)?.[1];
	if (encoded === undefined) return null;
	const parsed = v.safeParse(PartHeaderSchema, jsonOf(encoded));
	return parsed.success && isKeepable(parsed.output) ? parsed.output : null;
}

function jsonOf(base64: string): unknown {
	try {
		const utf8 = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(utf8));
	} catch {
		return null;
	}
}

/** Ids are file names and keys: one spelling only. Text with NUL or half a surrogate pair would change on its way. */
export function isKeepable(header: PartHeader): boolean {
	const ids = [header.id, header.attempt, header.lease];
	const texts = [header.mime, header.source];
	return (
		ids.every((id) => id === id.toLowerCase()) &&
		texts.every((text) => text.isWellFormed() && !text.includes('\0'))
	);
}
