// The one place that knows what an answer of the upload server, or none, means.
import type { HttpResponse } from 'tus-js-client';
import { codeOfStatus, isCode, refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
	401: 'token.invalid',
	403: 'part.not-yours',
	404: 'part.not-found',
	409: 'part.wrong-offset',
	410: 'part.not-found',
	413: 'part.too-large',
	429: 'server.busy',
	// a proxy whose server is away
	502: 'server.unreachable',
	503: 'server.busy',
	504: 'server.unreachable',
	507: 'storage.full'
};

/** The server says its code in the body; a HEAD and a proxy have only the status. */
export function refusalOf(response: HttpResponse): Refusal {
	const status = response.getStatus();
	const said = jsonOf(response.getBody())['code'];
	const detail = `HTTP ${String(status)}`;
	if (isCode(said)) return refuse(said, detail);
	return refuse(CODE_OF_STATUS[status] ?? codeOfStatus(status), detail);
}

/** Empty when the text is no JSON object. */
export function jsonOf(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}
