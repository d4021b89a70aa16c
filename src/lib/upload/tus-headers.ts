// The request headers of tus 1.0 as values. Pure: strings in, numbers or a refusal out.
import { refuse, type Refusal } from '../shared/errors.ts';
import { ID_PATTERN } from '../shared/fields.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { PATCH_TYPE } from './protocol.ts';

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A whole number ≥ 0; undefined when the header is absent, null when it is nonsense. */
export function wholeNumber(
	value: string | readonly string[] | undefined
): number | null | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) return null;
	return Number(value);
}

export interface PatchHeaders {
	readonly offset: number;
	/** Upload-Length, declared with this request; null = not. */
	readonly length: number | null;
	/** Bytes in the body; null = not said (chunked). */
	readonly bodyBytes: number | null;
}

/** @param maxBytes Tus-Max-Size */
export function readPatch(
	headers: RequestHeaders,
	maxBytes: number
): Result<PatchHeaders, Refusal> {
	if (headers['content-type'] !== PATCH_TYPE) return err(refuse('upload.wrong-type'));
	const offset = wholeNumber(headers['upload-offset']);
	if (offset === undefined || offset === null) return err(refuse('input.invalid', 'upload-offset'));
	const length = wholeNumber(headers['upload-length']);
	if (length === null) return err(refuse('input.invalid', 'upload-length'));
	if (length !== undefined && length < offset) return err(refuse('input.invalid', 'upload-length'));
	if (length !== undefined && length > maxBytes) return err(refuse('part.too-large'));
	const bodyBytes = wholeNumber(headers['content-length']) ?? null;
	return ok({ offset, length: length ?? null, bodyBytes });
}

/** @returns the length, or null when it is deferred; a creation says exactly one of the two */
export function readCreation(
	headers: RequestHeaders,
	maxBytes: number
): Result<number | null, Refusal> {
	const length = wholeNumber(headers['upload-length']);
	const deferred = headers['upload-defer-length'];
	if (length === null || (deferred !== undefined && deferred !== '1'))
		return err(refuse('input.invalid', 'upload-length'));
	if ((length === undefined) === (deferred === undefined))
		return err(refuse('input.invalid', 'upload-length or upload-defer-length'));
	if (length !== undefined && length > maxBytes) return err(refuse('part.too-large'));
	return ok(length ?? null);
}

/** The secret of `Authorization: Bearer …`, or null. */
export function bearerToken(headers: RequestHeaders): string | null {
	const value = headers['authorization'];
	return typeof value === 'string' && /^Bearer \S/.test(value) ? value.slice(7).trim() : null;
}

export type Route =
	| { readonly to: 'root' }
	| { readonly to: 'part' | 'finish'; readonly part: string }
	| { readonly to: 'nowhere' };

const PART_PATH = new RegExp(`^/(${ID_PATTERN})(/finish)?$`);

/** @param rest what follows UPLOAD_PATH, without the query */
export function routeOf(rest: string): Route {
	if (rest === '' || rest === '/') return { to: 'root' };
	const match = PART_PATH.exec(rest);
	if (!match?.[1]) return { to: 'nowhere' };
	return { to: match[2] ? 'finish' : 'part', part: match[1] };
}
