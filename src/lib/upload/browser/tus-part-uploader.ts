// One part = one tus upload of deferred length (tus-js-client), then our own finish call with size and digest. What
// is done about each trap of the protocol is said in findings §3; runs in a page and in a service worker.
import { DetailedError, Upload, type HttpRequest, type HttpStack } from 'tus-js-client';
import * as v from 'valibot';
import type { Head } from '../../attempt/ports.ts';
import { PartHeaderSchema } from '../../recording/part.ts';
import type { StoredPart, Vault } from '../../recording/ports.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Timers } from '../../shared/timers.ts';
import type { PartUploader, SendEvents } from '../device-ports.ts';
import { encodeMetadata, finishUrl, HEADER_KEY, TUS_VERSION, UPLOAD_PATH } from '../protocol.ts';
import { Unreachable } from './fetch-http-stack.ts';
import { jsonOf, refusalOf } from './upload-errors.ts';
import { createVaultSource, type VaultSource } from './vault-source.ts';

export interface TusUploaderOptions {
	readonly vault: Vault;
	readonly timers: Timers;
	readonly httpStack: HttpStack;
	/** Where the server is, e.g. `location.origin`. */
	readonly origin: string;
	/** Where its uploads lie; without one, those of the attempts. */
	readonly path?: string;
	/** The attempt's capability (bearer token), asked for at every request; null = there is none now. */
	readonly token: () => string | null;
	/** The server's epoch as this device knows it; kept with a part that is verified in it. */
	readonly epoch?: () => string | null;
}

/** One PATCH carries at most this much. */
const PATCH_BYTES = 1_000_000;
/** What can be set right at once is tried so often before the loop's backoff takes over. */
const REPAIRS = 3;

/** Refusals after which the upload goes on at once: from the server's offset, or (`fresh`) as a new upload. */
const REPAIRABLE: Partial<Record<ErrorCode, 'resume' | 'fresh'>> = {
	'part.wrong-offset': 'resume',
	'part.incomplete': 'resume',
	// the server lost it, or has set its copy aside: it is needed from the first byte
	'part.not-found': 'fresh',
	'part.digest-mismatch': 'fresh'
};

export function createTusPartUploader(options: TusUploaderOptions): PartUploader {
	const { vault, httpStack, origin, path = UPLOAD_PATH } = options;
	const sources = new Set<VaultSource>();

	async function send(
		id: string,
		signal: AbortSignal,
		events: SendEvents
	): Promise<Result<Head | null, Refusal>> {
		for (let repairs = 0; ; repairs++) {
			const part = await vault.part(id);
			if (!part) throw new Error(`part ${id} is not in the vault`);
			if (part.verified) return ok(null);
			const outcome = await sendOnce(part, signal, events);
			const repair = outcome.ok ? undefined : REPAIRABLE[outcome.error.code];
			if (repair === 'fresh') await vault.note(id, { uploadUrl: null, acked: 0 });
			if (!repair || repairs >= REPAIRS || signal.aborted) return outcome;
		}
	}

	async function sendOnce(
		part: StoredPart,
		signal: AbortSignal,
		events: SendEvents
	): Promise<Result<Head, Refusal>> {
		// restored from a backup the server asks for it again, and its bytes are here no more: they may lie there still
		const sent = part.freed ? await create(part) : await sendBytes(part, signal, events);
		return sent.ok ? finish(part.id) : sent;
	}

	async function sendBytes(
		part: StoredPart,
		signal: AbortSignal,
		events: SendEvents
	): Promise<Result<void, Refusal>> {
		const source = createVaultSource(vault, part.id, options.timers);
		sources.add(source);
		try {
			return await runUpload(part, source, signal, events);
		} finally {
			source.close();
			sources.delete(source);
		}
	}

	function runUpload(
		part: StoredPart,
		source: VaultSource,
		signal: AbortSignal,
		events: SendEvents
	): Promise<Result<void, Refusal>> {
		return new Promise((resolve, reject) => {
			const upload = new Upload(PLACEHOLDER, {
				// no endpoint once the address is known: else a 5xx to HEAD starts a new upload from byte 0 (trap 3)
				endpoint: part.uploadUrl === null ? new URL(path, origin).href : null,
				uploadUrl: part.uploadUrl === null ? null : new URL(part.uploadUrl, origin).href,
				uploadLengthDeferred: true,
				chunkSize: PATCH_BYTES,
				fileReader: { openFile: () => Promise.resolve(source) },
				fingerprint: () => Promise.resolve(part.id),
				storeFingerprintForResuming: false,
				// finite and deaf to `online`: the loop tries again (trap 7)
				retryDelays: null,
				metadata: { [HEADER_KEY]: JSON.stringify(v.parse(PartHeaderSchema, part)) },
				httpStack,
				onBeforeRequest: authorize,
				onUploadUrlAvailable: () => {
					if (upload.url) vault.note(part.id, { uploadUrl: pathOf(upload.url) }).catch(reject);
				},
				onChunkComplete: (_size, acked) => {
					events.acked(acked);
					vault.note(part.id, { acked }).catch(reject);
				},
				onSuccess: () => {
					resolve(ok(undefined));
				},
				onError: (problem) => {
					outcomeOf(problem).then(resolve, reject);
				}
			});
			const stop = (): void => {
				source.close();
				void upload.abort();
				resolve(err(refuse('server.unreachable', 'stopped')));
			};
			if (signal.aborted) stop();
			else {
				signal.addEventListener('abort', stop, { once: true });
				upload.start();
			}
		});
	}

	/** Only announces the part; whatever the server has of it is left as it is. */
	async function create(part: StoredPart): Promise<Result<void, Refusal>> {
		const request = httpStack.createRequest('POST', new URL(path, origin).href);
		authorize(request);
		request.setHeader('Tus-Resumable', TUS_VERSION);
		request.setHeader('Upload-Defer-Length', '1');
		request.setHeader('Upload-Metadata', encodeMetadata(v.parse(PartHeaderSchema, part)));
		try {
			const response = await request.send(null);
			return response.getStatus() === 201 ? ok(undefined) : err(refusalOf(response));
		} catch (problem) {
			if (problem instanceof Unreachable) return err(refuse('server.unreachable'));
			throw problem;
		}
	}

	/** Idempotent: asked again when the answer was lost. Needs only the part's record, not its bytes. */
	async function finish(id: string): Promise<Result<Head, Refusal>> {
		const part = await vault.part(id);
		if (!part?.closed || part.sha256 === null)
			throw new Error(`part ${id} was sent before its end`);
		// as it is known before: a server that is restored meanwhile is asked once too often, not once too little
		const verifiedIn = options.epoch?.() ?? null;
		const request = httpStack.createRequest('POST', new URL(finishUrl(id, path), origin).href);
		authorize(request);
		request.setHeader('Content-Type', 'application/json');
		try {
			const body = JSON.stringify({ bytes: part.stored, sha256: part.sha256 });
			const response = await request.send(body);
			const answer = v.safeParse(FinishedSchema, jsonOf(response.getBody()));
			if (response.getStatus() !== 200 || !answer.success) return err(refusalOf(response));
			await vault.note(id, { verified: true, verifiedIn, acked: part.stored });
			return ok(answer.output.head);
		} catch (problem) {
			if (problem instanceof Unreachable) return err(refuse('server.unreachable'));
			throw problem;
		}
	}

	function authorize(request: HttpRequest): void {
		request.setHeader('Authorization', `Bearer ${options.token() ?? ''}`);
	}

	/** The server's address may change between visits; the path is what it gave us. */
	const pathOf = (url: string): string => new URL(url, origin).pathname;

	return {
		send,
		flush() {
			for (const source of sources) source.flush();
		}
	};
}

const FinishedSchema = v.object({
	verified: v.literal(true),
	head: v.object({ seq: v.number(), hash: v.string() })
});

/** tus-js-client wants an input; `fileReader` never looks at it. */
const PLACEHOLDER = new Blob([]);

/** A failure of the network or the server is an outcome; anything else (a hole in the vault) is thrown. */
async function outcomeOf(problem: Error): Promise<Result<never, Refusal>> {
	if (problem instanceof DetailedError) {
		const { originalResponse, causingError } = problem;
		if (originalResponse) return err(refusalOf(originalResponse));
		if (causingError instanceof Unreachable) return err(refuse('server.unreachable'));
		if (causingError) throw causingError;
	}
	throw problem;
}
