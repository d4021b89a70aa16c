// What the upload server needs of the world. The handler speaks tus; it knows neither database nor disk.
import type { Readable } from 'node:stream';
import type { PartHeader } from '../recording/part.ts';
import type { Refusal } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

/** The bytes of the parts, on disk or in an object store. A part is written from 0 on, never truncated. */
export interface PartBytes {
	/** Idempotent. Makes an empty part, or leaves an existing one as it is. */
	create(attempt: string, part: string): Promise<void>;
	/** Bytes kept so far, or null when the part was never created. */
	size(attempt: string, part: string): Promise<number | null>;
	/**
	 * Appends `body` at `offset` and resolves with the new size once the bytes are synced to the medium, also when the
	 * body was cut off: what came is kept. Refuses a wrong offset ('part.wrong-offset'), more than `limit` bytes in all
	 * ('part.too-large') and a full disk ('storage.full', what was written before it stays and is synced).
	 */
	append(
		attempt: string,
		part: string,
		offset: number,
		body: Readable,
		limit: number
	): Promise<Result<number, Refusal & { readonly size?: number }>>;
	/** SHA-256 (hexadecimal) and size of what is kept, synced. Incremental where possible, read again where not. */
	digest(attempt: string, part: string): Promise<{ bytes: number; sha256: string }>;
	/** Sets a part aside whose bytes turned out wrong (it is kept for inquiry), so that it can be sent again from 0. */
	setAside(attempt: string, part: string): Promise<void>;
}

/** What a token allows. */
export interface UploadGrant {
	readonly attempt: string;
	readonly lease: string;
}

export interface PartRecord {
	readonly attempt: string;
	/** Upload-Length, once declared. */
	readonly declaredBytes: number | null;
	readonly verified: { readonly bytes: number; readonly sha256: string } | null;
}

/** The facts about parts, in the database. */
export interface PartRegistry {
	/** @param token the bearer token of the request. Cached for seconds: called on every PATCH. */
	authorize(token: string): Promise<UploadGrant | null>;
	/**
	 * Idempotent. Refuses a part of another attempt ('part.not-yours'). The header's lease may be an older one of the
	 * same attempt: a page opened anew uploads what the crashed one left.
	 */
	announce(grant: UploadGrant, header: PartHeader): Promise<Result<void, Refusal>>;
	/** Null when unknown. */
	find(part: string): Promise<PartRecord | null>;
	declareLength(part: string, bytes: number): Promise<void>;
	/** After bytes and digest agreed. Idempotent. Writes the log; @returns the head of the attempt's log. */
	markVerified(
		part: string,
		bytes: number,
		sha256: string
	): Promise<{ readonly seq: number; readonly hash: string }>;
}
