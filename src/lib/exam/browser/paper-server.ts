// The paper over HTTP: sealed bytes and key. Every failure is a code; an answer in another form counts as no server.
import * as v from 'valibot';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { IdField as id } from '../../shared/fields.ts';
import { ERRORS, type ErrorCode } from '../../shared/errors.ts';
import { err, ok } from '../../shared/result.ts';
import type { PaperServer } from '../paper-ports.ts';
import { PAPER_NONCE_BYTES } from '../sealing.ts';

const KEY_TIMEOUT_MS = 5000;
/** Pictures over a slow line; the next try begins anew. */
const SEALED_TIMEOUT_MS = 60_000;

const version = v.pipe(v.number(), v.integer(), v.minValue(1));
const NameSchema = v.object({
	sitting: id,
	paper: id,
	version: v.pipe(v.string(), v.transform(Number), version)
});
const KeySchema = v.object({ paper: id, version, key: v.string() });
const RefusalSchema = v.object({
	code: v.custom<ErrorCode>((code) => typeof code === 'string' && code in ERRORS),
	opensAt: v.optional(v.number())
});

/** @param base where the server is, for whoever has no page's address; otherwise empty */
export function createPaperServer(token: () => string, base = ''): PaperServer {
	const get = (path: string, timeoutMs: number, headers: Record<string, string> = {}) =>
		fetch(base + path, {
			headers: { authorization: `Bearer ${token()}`, ...headers },
			cache: 'no-store',
			signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), networkCut.signal()])
		});
	const refusal = async (response: Response): Promise<v.InferOutput<typeof RefusalSchema>> =>
		v.parse(RefusalSchema, await response.json());
	return {
		async sealed(known) {
			try {
				const held = known ? { 'if-none-match': `"${known.paper}.${String(known.version)}"` } : {};
				const response = await get('/api/attempt/paper', SEALED_TIMEOUT_MS, held);
				if (response.status === 304) return ok('unchanged');
				if (!response.ok) return err((await refusal(response)).code);
				const name = v.parse(NameSchema, {
					sitting: response.headers.get('duimian-sitting'),
					paper: response.headers.get('duimian-paper'),
					version: response.headers.get('duimian-paper-version')
				});
				const bytes = new Uint8Array(await response.arrayBuffer());
				const nonce = bytes.slice(0, PAPER_NONCE_BYTES);
				return ok({ ...name, nonce, sealed: bytes.slice(PAPER_NONCE_BYTES) });
			} catch {
				return err('server.unreachable');
			}
		},
		async key() {
			try {
				const response = await get('/api/attempt/key', KEY_TIMEOUT_MS);
				if (response.ok) return ok(v.parse(KeySchema, await response.json()));
				const { code, opensAt } = await refusal(response);
				return err(opensAt === undefined ? { code } : { code, opensAt });
			} catch {
				return err({ code: 'server.unreachable' });
			}
		}
	};
}
