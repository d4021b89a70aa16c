// /api/hand-in beside Kit, which has a body limit: a technician's file comes in slices, then it is taken. By the login
// session, from a page of this very address.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessDenied } from '../../accounts/access.ts';
import { mayAnywhere, type Person } from '../../accounts/permissions.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { ID_PATTERN } from '../../shared/fields.ts';
import type { Log } from '../../shared/log.ts';
import { HAND_IN_PATH, type Standing } from '../hand-in-protocol.ts';
import { PATCH_TYPE } from '../protocol.ts';
import { wholeNumber } from '../tus-headers.ts';
import { isDiskFull } from './disk-part-bytes.ts';
import type { HandInDrop } from './hand-in-drop.ts';
import type { HandInService } from './hand-in.service.ts';
import { createIncoming } from './incoming.ts';
import { refusal, send, type Answer } from './tus-answer.ts';

const STALL_MS = 30_000;
export const MAX_HAND_IN_BYTES = 64 * 1024 ** 3;
const ROUTE = new RegExp(`^${HAND_IN_PATH}/(${ID_PATTERN})(/take)?$`);
/** The file stays for another try, or for somebody who may: nothing is wrong with it. */
const COME_AGAIN: readonly ErrorCode[] = [
	...(['storage.full', 'server.busy', 'server.fault', 'access.denied'] as const)
];

export interface HandInHandlerOptions {
	readonly service: HandInService;
	readonly drop: HandInDrop;
	readonly log: Log;
	personOf(request: IncomingMessage): Promise<Person | null>;
	/** Whether the page that sent this may. */
	allowOrigin(request: IncomingMessage): boolean;
	/** The client's network address, for the audit log. */
	addressOf(request: IncomingMessage): string;
	readonly maxBytes?: number;
}

export interface HandInHandler {
	handles(url: string): boolean;
	/** Answers the request; never rejects. */
	handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
}

export function createHandInHandler(options: HandInHandlerOptions): HandInHandler {
	const { service, drop, log, maxBytes = MAX_HAND_IN_BYTES } = options;
	const incoming = createIncoming(STALL_MS);
	const taking = new Map<string, { readonly account: string; readonly answer: Promise<Answer> }>();

	async function answer(req: IncomingMessage): Promise<Answer> {
		const [, file, take] = ROUTE.exec(pathOf(req.url ?? '')) ?? [];
		if (!file) return refusal('input.invalid');
		const method = req.method ?? '';
		if (!(take ? ['POST'] : ['GET', 'PATCH']).includes(method))
			return refusal('upload.wrong-method');
		// a cookie comes along whoever asks: what changes something must name its page
		if (!options.allowOrigin(req) || (method !== 'GET' && req.headers.origin === undefined))
			return refusal('access.bad-origin');
		const person = await options.personOf(req);
		if (!person) return refusal('access.login-required');
		if (!mayAnywhere(person, 'hand-in.take')) return refusal('access.denied');
		if (take) return takeOnce(file, person, options.addressOf(req));
		if (method === 'PATCH') return append(file, req);
		incoming.cutOff(file);
		return standing(file, { outcome: await service.outcome(file, person) });
	}

	const standing = async (file: string, known: Partial<Standing> = {}): Promise<Answer> => {
		const body: Standing = {
			v: 1,
			size: known.size ?? (await drop.size(file)),
			taking: taking.has(file),
			outcome: known.outcome ?? null
		};
		return { status: 200, body: { ...body } };
	};

	async function append(file: string, req: IncomingMessage): Promise<Answer> {
		if (req.headers['content-type'] !== PATCH_TYPE) return refusal('upload.wrong-type');
		const offset = wholeNumber(req.headers['upload-offset']);
		if (offset === undefined || offset === null) return refusal('input.invalid');
		if (taking.has(file)) return refusal('server.busy');
		if (offset === 0) await drop.sweep();
		incoming.cutOff(file);
		const appended = await incoming.receive(file, req, () =>
			drop.append(file, offset, req, maxBytes)
		);
		if (appended.ok) return standing(file, { size: appended.value });
		const { code, size } = appended.error;
		return refusal(code === 'part.too-large' ? 'hand-in.too-large' : code, { size });
	}

	/** Whoever clicks twice gets the same answer. */
	function takeOnce(file: string, person: Person, address: string): Promise<Answer> {
		const running = taking.get(file);
		if (running)
			return running.account === person.account
				? running.answer
				: Promise.resolve(refusal('server.busy'));
		const answer = takeNow(file, person, address).finally(() => taking.delete(file));
		taking.set(file, { account: person.account, answer });
		return answer;
	}

	async function takeNow(file: string, person: Person, address: string): Promise<Answer> {
		if ((await drop.size(file)) === 0) {
			// taken before, and the answer was lost
			const outcome = await service.outcome(file, person);
			return outcome ? { status: 200, body: { v: 1, outcome } } : refusal('hand-in.truncated');
		}
		const taken = await service.take(drop.path(file), { person, address }).catch(accessDenied);
		if (taken.ok || !COME_AGAIN.includes(taken.error.code)) await drop.remove(file);
		return taken.ok
			? { status: 200, body: { v: 1, outcome: taken.value } }
			: refusal(taken.error.code);
	}

	function fault(error: unknown): Answer {
		const code = isDiskFull(error) ? 'storage.full' : 'server.fault';
		log.error({ err: String(error), code }, 'hand-in request failed');
		return refusal(code);
	}

	return {
		handles: (url) => {
			const path = pathOf(url);
			return path === HAND_IN_PATH || path.startsWith(`${HAND_IN_PATH}/`);
		},
		handle: async (req, res) => send(req, res, await answer(req).catch(fault))
	};
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

function accessDenied(error: unknown): { readonly ok: false; readonly error: { code: ErrorCode } } {
	if (error instanceof AccessDenied) return { ok: false, error: { code: error.code } };
	throw error;
}
