// What the upload server needs of the world. The handler speaks tus; it knows neither database nor disk.
import type { Readable } from 'node:stream';
import type { PartHeader } from '../recording/part.ts';
import type { Refusal } from '../shared/errors.ts';
import type { Result } from '../shared/result.ts';

/** The bytes of the parts, on disk or in an object store. A part is written from 0 on, never truncated. */
export interface PartBytes {
	/** Idempotent. Makes an empty part (true), or leaves an existing one as it is (false). */
	create(attempt: string, part: string): Promise<boolean>;
	/** Bytes kept so far, or null when the part was never created. */
	size(attempt: string, part: string): Promise<number | null>;
	/**
	 * Appends `body` at `offset` and resolves with the new size once the bytes are synced to the medium, also when the
	 * body was cut off: what came is kept. Refuses, with the size that holds now, a wrong offset ('part.wrong-offset'), a
	 * part that was never created ('part.not-found'), more than `limit` bytes in all ('part.too-large', nothing beyond
	 * the limit is written) and a full disk ('storage.full', what was written before it stays and is synced).
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
	/** No more bytes are expected: frees what is held open for the part. */
	release(attempt: string, part: string): Promise<void>;
}

/** What a token allows. */
export interface UploadGrant {
	readonly attempt: string;
	readonly lease: string;
	/** `attempt`: the desktop's parts; `evidence`: the phone's. */
	readonly scope: 'attempt' | 'evidence';
}

export interface PartRecord {
	readonly attempt: string;
	readonly header: PartHeader;
	/** Upload-Length, once declared. */
	readonly declaredBytes: number | null;
	readonly verified: { readonly bytes: number; readonly sha256: string } | null;
}

/** The facts about parts, in the database. */
export interface PartRegistry {
	/** @param token the bearer token of the request. Cached for seconds: called on every PATCH. */
	authorize(token: string): Promise<UploadGrant | null>;
	/**
	 * Idempotent. Refuses a part of another attempt, or under a lease of the other device ('part.not-yours'), and a track
	 * of the other device ('token.wrong-scope'). The header's lease may be an older one of the same attempt and kind: a
	 * page opened anew uploads what the crashed one left.
	 */
	announce(grant: UploadGrant, header: PartHeader): Promise<Result<void, Refusal>>;
	/** Null when unknown. @param maxAgeMs how old a remembered answer may be; 0 or absent = ask now */
	find(part: string, maxAgeMs?: number): Promise<PartRecord | null>;
	/** The first declaration stands. @returns the length that holds now */
	declareLength(part: string, bytes: number): Promise<number>;
	/** Forgets the declared length, so that the part can be sent again. False = verified meanwhile, nothing changed. */
	restart(part: string): Promise<boolean>;
	/** After bytes and digest agreed. Idempotent. Writes the log; @returns the head of the attempt's log. */
	markVerified(
		part: string,
		bytes: number,
		sha256: string
	): Promise<{ readonly seq: number; readonly hash: string }>;
}
