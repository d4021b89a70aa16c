// What every JSON route of Kit says and hears: a versioned body, a code when it is refused. Knows nobody's token or session.
import { error, json, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { WIRE_VERSION } from '../live/wire.ts';
import { ERRORS, type ErrorCode } from '../shared/errors.ts';

export async function parseBody<S extends v.GenericSchema>(
	event: Pick<RequestEvent, 'request'>,
	schema: S
): Promise<v.InferOutput<S>> {
	const body: unknown = await event.request.json().catch(() => null);
	const parsed = v.safeParse(schema, body);
	if (parsed.success) return parsed.output;
	const version = (body as { v?: unknown } | null)?.v;
	return fail(version === WIRE_VERSION ? 'input.invalid' : 'input.unsupported-version');
}

export function fail(code: ErrorCode): never {
	error(ERRORS[code].status, code, { code });
}

export const answer = (body: object): Response =>
	json({ v: WIRE_VERSION, ...body }, { headers: { 'cache-control': 'no-store' } });
