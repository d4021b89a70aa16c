// The measured line: a tus upload of random bytes to the check, as an exam's parts go.
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { incompressible } from '../../shared/browser/incompressible.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { createFetchHttpStack } from '../../upload/browser/fetch-http-stack.ts';
import { refusalOf } from '../../upload/browser/upload-errors.ts';
import { encodeMetadata, partUrl, PATCH_TYPE, TUS_VERSION } from '../../upload/protocol.ts';
import { CHECK_PART_BYTES } from '../limits.ts';
import type { UploadRate } from '../ports.ts';
import { measureRate } from '../upload-rate.ts';
import { CHECK_UPLOAD_PATH, type CheckOpened } from '../wire.ts';
import { atMost, pauseUnless } from './waiting.ts';

const BYTES_AT_HAND = 1_000_000;
const CREATE_LIMIT_MS = 10_000;

export async function sendForRate(
	opened: CheckOpened,
	progress: (share: number) => void,
	over: AbortSignal
): Promise<Result<UploadRate, ErrorCode>> {
	const line = openLine(opened);
	const created = await line.create(atMost(CREATE_LIMIT_MS, over));
	if (!created.ok) return created;
	const ports = { ...line, now: () => performance.now(), pause: pauseUnlessOver, atMost };
	return measureRate(ports, CHECK_PART_BYTES, progress, over);
}

const pauseUnlessOver = (ms: number, over: AbortSignal): Promise<void> => pauseUnless(over, ms);

function openLine({ check, token }: CheckOpened) {
	const stack = createFetchHttpStack(systemTimers);
	const part = crypto.randomUUID();
	const random = new Blob([incompressible(BYTES_AT_HAND)]);
	const path = partUrl(part, CHECK_UPLOAD_PATH);

	async function request(
		[method, url]: readonly [string, string],
		headers: Readonly<Record<string, string>>,
		body: Blob | null,
		over: AbortSignal
	): Promise<Result<string | undefined, ErrorCode>> {
		const sent = stack.createRequest(method, new URL(url, location.origin).href);
		sent.setHeader('Authorization', `Bearer ${token}`);
		sent.setHeader('Tus-Resumable', TUS_VERSION);
		for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
		const abort = (): void => void sent.abort();
		over.addEventListener('abort', abort);
		try {
			if (over.aborted) abort();
			const response = await sent.send(body);
			if (response.getStatus() >= 300) return err(refusalOf(response).code);
			return ok(response.getHeader('Upload-Offset'));
		} catch {
			return err('server.unreachable');
		} finally {
			over.removeEventListener('abort', abort);
		}
	}

	const offsetOf = (said: Result<string | undefined, ErrorCode>): Result<number, ErrorCode> => {
		if (!said.ok) return said;
		// a hotel's login page answers 200 to everything
		return said.value === undefined ? err('server.unreachable') : ok(Number(said.value));
	};

	return {
		create: (over: AbortSignal) =>
			request(
				['POST', CHECK_UPLOAD_PATH],
				{ 'Upload-Defer-Length': '1', 'Upload-Metadata': metadataOf(check, part) },
				...([null, over] as const)
			),
		async send(offset: number, bytes: number, over: AbortSignal) {
			const headers = { 'Content-Type': PATCH_TYPE, 'Upload-Offset': String(offset) };
			return offsetOf(await request(['PATCH', path], headers, random.slice(0, bytes), over));
		},
		held: async (over: AbortSignal) => offsetOf(await request(['HEAD', path], {}, null, over))
	};
}

const metadataOf = (check: string, part: string): string =>
	encodeMetadata({
		...{
			id: part,
			attempt: check,
			lease: check,
			track: 'camera',
			mime: 'application/octet-stream'
		},
		...{ startedAt: Date.now(), width: 0, height: 0, bitsPerSecond: 0, source: '' }
	});
