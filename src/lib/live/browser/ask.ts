// One question of a device, or of a page of staff, to the server: the answer is checked against its schema, every failure is a code.
import * as v from 'valibot';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { codeOf, type ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { WIRE_VERSION } from '../wire.ts';

const TIMEOUT_MS = 10_000;

export interface Asking {
	/** The device's capability. */
	readonly token?: string;
	/** Sent as JSON with the wire's version; makes it a POST, unless it says otherwise. */
	readonly body?: object;
	readonly method?: 'DELETE';
	readonly headers?: Readonly<Record<string, string>>;
	readonly timeoutMs?: number;
	/** Gives it up; the answer is 'server.unreachable' then. */
	readonly signal?: AbortSignal | undefined;
}

/** @param path of this origin */
export async function ask<S extends v.GenericSchema>(
	path: string,
	schema: S,
	{ token, body, method, headers, timeoutMs = TIMEOUT_MS, signal }: Asking = {}
): Promise<Result<v.InferOutput<S>, ErrorCode>> {
	try {
		const response = await fetch(path, {
			method: method ?? (body ? 'POST' : 'GET'),
			headers: {
				accept: 'application/json',
				...(body ? { 'content-type': 'application/json' } : {}),
				...headers,
				...(token ? { authorization: `Bearer ${token}` } : {})
			},
			...(body ? { body: JSON.stringify({ v: WIRE_VERSION, ...body }) } : {}),
			cache: 'no-store',
			signal: AbortSignal.any([
				...[AbortSignal.timeout(timeoutMs), networkCut.signal()],
				...(signal ? [signal] : [])
			])
		});
		const answer: unknown = await response.json();
		if (response.ok) return ok(v.parse(schema, answer));
		const { code } = answer as { code?: unknown };
		return err(codeOf(code, response.status));
	} catch {
		// no network, a stalled one, or something between us and the server that answers in its own words
		return err('server.unreachable');
	}
}
