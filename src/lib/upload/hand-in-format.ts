// The hand-in file (C24, docs/spec/hand-in.md) as bytes: a prelude that anybody may read, then sealed frames; in them
// one content: its length, a header, the bytes of the parts one after another. Both sides import this file.
import * as v from 'valibot';
import { PartHeaderSchema } from '../recording/part.ts';
import { OfferedCommandSchema } from '../live/requests.ts';
import { CountField, IdField, MillisField, Sha256Field } from '../shared/fields.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { isKeepable } from './protocol.ts';

export const HAND_IN_VERSION = 1;
export const HAND_IN_TYPE = '.duimian';
/** Plain bytes of every frame but the last. */
export const FRAME_BYTES = 1024 * 1024;
export const TAG_BYTES = 16;

const MAGIC = new TextEncoder().encode('DUIMIAN\x1a');
const FIXED_BYTES = MAGIC.byteLength + 4;
const MAX_FRAME_BYTES = 4 * FRAME_BYTES;
const MAX_HEADER_BYTES = 16 * 1024 * 1024;
/** More than any prelude has. */
export const PRELUDE_READ_BYTES = FIXED_BYTES + 0xffff;

const EnvelopeSchema = v.object({
	/** UUID of the file, chosen by the device. */
	file: IdField,
	/** Id of the exam's key pair. */
	key: IdField,
	/** The content key, RSA-OAEP, base64. */
	wrapped: v.pipe(v.string(), v.base64(), v.maxLength(2048)),
	/** Plain bytes to a frame. */
	frame: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_FRAME_BYTES))
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;

export interface Prelude {
	readonly envelope: Envelope;
	/** As they stand in the file: their digest is bound to every frame. */
	readonly bytes: Uint8Array<ArrayBuffer>;
}

export type PreludeFault =
	'hand-in.not-a-file' | 'hand-in.newer-version' | 'hand-in.damaged' | 'hand-in.truncated';

export function encodePrelude(envelope: Envelope): Uint8Array<ArrayBuffer> {
	const text = new TextEncoder().encode(JSON.stringify(envelope));
	const bytes = new Uint8Array(FIXED_BYTES + text.byteLength);
	bytes.set(MAGIC);
	const view = new DataView(bytes.buffer);
	view.setUint16(MAGIC.byteLength, HAND_IN_VERSION);
	view.setUint16(MAGIC.byteLength + 2, text.byteLength);
	bytes.set(text, FIXED_BYTES);
	return bytes;
}

/** @param start of the file, PRELUDE_READ_BYTES or as many as it has */
export function readPrelude(start: Uint8Array): Result<Prelude, PreludeFault> {
	if (!MAGIC.every((byte, at) => start[at] === byte)) return err('hand-in.not-a-file');
	if (start.byteLength < FIXED_BYTES) return err('hand-in.truncated');
	const view = new DataView(start.buffer, start.byteOffset);
	const version = view.getUint16(MAGIC.byteLength);
	if (version > HAND_IN_VERSION) return err('hand-in.newer-version');
	const end = FIXED_BYTES + view.getUint16(MAGIC.byteLength + 2);
	if (start.byteLength < end) return err('hand-in.truncated');
	const envelope = v.safeParse(EnvelopeSchema, jsonOf(start.subarray(FIXED_BYTES, end)));
	if (version !== HAND_IN_VERSION || !envelope.success) return err('hand-in.damaged');
	return ok({ envelope: envelope.output, bytes: new Uint8Array(start.slice(0, end)) });
}

const ContentHeaderSchema = v.object({
	v: v.literal(1),
	/** Device's estimate of the server's clock. */
	made: MillisField,
	attempt: IdField,
	/** The lease that the proof is made with. */
	lease: IdField,
	/** Shows that the device held the lease's capability: `proofOf`. */
	proof: Sha256Field,
	/** Every part that the device knows of this attempt. */
	parts: v.array(
		v.object({
			header: PartHeaderSchema,
			bytes: CountField,
			sha256: Sha256Field,
			/** Its bytes follow, in this order; the others were on the server already. */
			enclosed: v.boolean()
		})
	),
	/** Not acknowledged yet, in their order. */
	commands: v.array(OfferedCommandSchema)
});
export type ContentHeader = v.InferOutput<typeof ContentHeaderSchema>;
export type HandInPart = ContentHeader['parts'][number];

const LENGTH_BYTES = 4;

/** The content up to the first part's bytes. */
export function encodeHeader(header: ContentHeader): Uint8Array<ArrayBuffer> {
	const text = new TextEncoder().encode(JSON.stringify(header));
	const bytes = new Uint8Array(LENGTH_BYTES + text.byteLength);
	new DataView(bytes.buffer).setUint32(0, text.byteLength);
	bytes.set(text, LENGTH_BYTES);
	return bytes;
}

/** How many bytes of the content the header takes; null when that cannot be. @param start its first 4 bytes or more */
export function headerEnd(start: Uint8Array): number | null {
	if (start.byteLength < LENGTH_BYTES) return null;
	const length = new DataView(start.buffer, start.byteOffset).getUint32(0);
	return length > MAX_HEADER_BYTES ? null : LENGTH_BYTES + length;
}

/** @param bytes of the content, exactly up to `headerEnd`. Null: not a header, or one that cannot be kept as it is */
export function decodeHeader(bytes: Uint8Array): ContentHeader | null {
	const parsed = v.safeParse(ContentHeaderSchema, jsonOf(bytes.subarray(LENGTH_BYTES)));
	if (!parsed.success) return null;
	const { attempt, parts } = parsed.output;
	const own = parts.every(({ header }) => header.attempt === attempt && isKeepable(header));
	const once = new Set(parts.map(({ header }) => header.id)).size === parts.length;
	return own && once ? parsed.output : null;
}

/** Where each enclosed part lies in the content. */
export function placesOf(
	header: ContentHeader,
	from: number
): { readonly part: HandInPart; readonly start: number; readonly end: number }[] {
	let at = from;
	return header.parts
		.filter(({ enclosed }) => enclosed)
		.map((part) => {
			const start = at;
			at += part.bytes;
			return { part, start, end: at };
		});
}

function jsonOf(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		return null;
	}
}
