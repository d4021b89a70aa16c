// The server of a device check, as its page asks it: opening, ending, the film back. Bytes go there by tus.
import { ask } from '../../live/browser/ask.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { runningDigest, type Sha256 } from '../../shared/digest.ts';
import { isCode, type ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { CHECK_PATH, checkFilmUrl, CheckOpenedSchema, type CheckOpened } from '../wire.ts';

const END_LIMIT_MS = 5000;
/** Of a body of which nothing comes. */
const STALL_MS = 20_000;

export async function openCheck(over: AbortSignal): Promise<Result<CheckOpened, ErrorCode>> {
	const opened = await ask(CHECK_PATH, CheckOpenedSchema, { body: {}, signal: over });
	if (opened.ok) return opened;
	return err(over.aborted ? 'check.stopped' : inCheck(opened.error));
}

/** Also from a page that is being left. What does not arrive is swept away by the server. */
export async function endCheck(token: string): Promise<void> {
	await fetch(CHECK_PATH, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${token}` },
		signal: AbortSignal.timeout(END_LIMIT_MS),
		keepalive: true
	}).catch(() => {});
}

export interface FilmBack {
	readonly blob: Blob;
	readonly sha256: Sha256;
}

/** @param taken so many bytes have come */
export async function fetchFilm(
	{ token, part, mime }: { token: string; part: string; mime: string },
	taken: (bytes: number) => void,
	over: AbortSignal
): Promise<Result<FilmBack, ErrorCode>> {
	const stalled = new AbortController();
	const signal = AbortSignal.any([over, stalled.signal, networkCut.signal()]);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const alive = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => stalled.abort(), STALL_MS);
	};
	alive();
	try {
		const headers = { authorization: `Bearer ${token}` };
		const response = await fetch(checkFilmUrl(part), { headers, cache: 'no-store', signal });
		if (!response.ok || !response.body) return err(await codeOf(response));
		const pieces: Uint8Array<ArrayBuffer>[] = [];
		const digest = runningDigest();
		const reader = response.body.getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			alive();
			pieces.push(next.value);
			digest.update(next.value);
			taken(digest.bytes);
		}
		return ok({ blob: new Blob(pieces, { type: mime }), sha256: digest.peek() });
	} catch {
		return err('server.unreachable');
	} finally {
		clearTimeout(timer);
	}
}

async function codeOf(response: Response): Promise<ErrorCode> {
	const said: unknown = await response.json().catch(() => null);
	const code = (said as { code?: unknown } | null)?.code;
	return isCode(code) ? code : 'server.unreachable';
}

const WORDS: Partial<Record<ErrorCode, ErrorCode>> = {
	'token.invalid': 'check.over',
	'part.not-found': 'check.over',
	'part.digest-mismatch': 'check.film-differs',
	'storage.full': 'check.busy',
	'server.busy': 'check.busy',
	'server.unreachable': 'check.unreachable',
	'server.fault': 'check.unreachable'
};

/** The same outcome in words for somebody who checks a device and has no recordings to lose. */
export const inCheck = (code: ErrorCode): ErrorCode => WORDS[code] ?? code;
