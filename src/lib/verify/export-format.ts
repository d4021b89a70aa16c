// The file of an exported attempt (C34): its members, its bytes and what is signed. Format: docs/spec/export.md. Nothing
// that is not named here may stand in it.
import * as v from 'valibot';
import type { LogLine } from '../attempt/event-log.ts';
import { SEALED_PAYLOADS } from '../attempt/event-payloads.ts';
import type { EventType } from '../attempt/events.ts';
import { TRACKS } from '../recording/part.ts';
import {
	CountField as count,
	IdField as id,
	MillisField as millis,
	Sha256Field as sha256
} from '../shared/fields.ts';
import { canonicalJson } from '../shared/digest.ts';
import { KeySchema, SignatureField as signature } from './signing.ts';

export const EXPORT_FORMAT = 'duimian-attempt';
export const EXPORT_VERSION = 1;

const LineSchema = v.strictObject({
	attempt: id,
	seq: count,
	type: v.string(),
	data: v.unknown(),
	payload: v.nullable(sha256),
	clientAt: v.nullable(millis),
	serverAt: millis,
	previous: sha256,
	hash: sha256
}) satisfies v.GenericSchema<unknown, LogLine>;

/** The candidate's own words to an incident. Whatever else lies beside a line may name or show somebody. */
const LEAVING_PAYLOADS: readonly EventType[] = ['incident.commented'];

/** Of what is kept: whether it leaves, or only its digest does. `sealed`: pictures; `withheld`: all else that stays. */
export function leavingState(type: string): 'given' | 'sealed' | 'withheld' {
	const isOf = (types: readonly EventType[]): boolean => types.some((one) => one === type);
	if (isOf(SEALED_PAYLOADS)) return 'sealed';
	return isOf(LEAVING_PAYLOADS) ? 'given' : 'withheld';
}

/** Without content there is no salt: with it the content could be guessed from the digest. */
const PayloadSchema = v.variant('state', [
	v.strictObject({
		seq: count,
		state: v.literal('given'),
		salt: v.string(),
		content: v.unknown()
	}),
	v.strictObject({ seq: count, state: v.picklist(['erased', 'sealed', 'withheld']) })
]);
export type ExportedPayload = v.InferOutput<typeof PayloadSchema>;

const PartSchema = v.strictObject({
	id,
	track: v.picklist(TRACKS),
	startedAt: millis,
	/** Null: not all of it has arrived. */
	verified: v.nullable(v.strictObject({ bytes: count, sha256 }))
});
export type ExportedPart = v.InferOutput<typeof PartSchema>;

/** The sitting's root as it was published, and where this attempt's head stands under it. */
const ClosedSchema = v.strictObject({
	closedAt: millis,
	count,
	root: sha256,
	signature,
	leaf: v.nullable(v.strictObject({ seq: count, index: count, path: v.array(sha256) }))
});
export type ClosedSitting = v.InferOutput<typeof ClosedSchema>;

const ContentSchema = v.strictObject({
	format: v.literal(EXPORT_FORMAT),
	version: v.literal(EXPORT_VERSION),
	attempt: id,
	/** Masked: enough to recognise. */
	candidate: v.strictObject({ name: v.string(), admission: v.string() }),
	sitting: v.strictObject({
		code: v.string(),
		kind: v.picklist(['mock', 'formal']),
		closed: v.nullable(ClosedSchema)
	}),
	/** `by`: the account's id, random, which names nobody outside; null = the operator at the command line. */
	exported: v.strictObject({ at: millis, by: v.nullable(id) }),
	key: KeySchema,
	head: v.strictObject({ seq: count, hash: sha256 }),
	lines: v.pipe(v.array(LineSchema), v.minLength(1)),
	payloads: v.array(PayloadSchema),
	parts: v.array(PartSchema)
});
export type ExportContent = v.InferOutput<typeof ContentSchema>;

export const ExportSchema = v.strictObject({ export: ContentSchema, signature });
export type AttemptExport = v.InferOutput<typeof ExportSchema>;

/** Behind what is signed: `,"signature":"`, 128 digits, `"}`. */
const TAIL_BYTES = 144;

/** Of the whole canonical file: everything before the signature. */
export const signedBytes = (file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
	file.subarray(0, Math.max(0, file.byteLength - TAIL_BYTES));

export const canonicalBytes = (value: unknown): Uint8Array<ArrayBuffer> =>
	new TextEncoder().encode(canonicalJson(value));

/** @param sign over these bytes, in hexadecimal */
export async function sealExport(
	content: ExportContent,
	sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>
): Promise<Uint8Array<ArrayBuffer>> {
	const unsigned = canonicalBytes({ export: content, signature: '0'.repeat(128) });
	return canonicalBytes({ export: content, signature: await sign(signedBytes(unsigned)) });
}
