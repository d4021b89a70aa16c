// A browser of Kit's routes and form actions for server tests: it keeps cookies as it is told, and sees codes.
import { isActionFailure, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';

const ORIGIN = 'https://exam.example';

interface Kept {
	readonly value: string;
	readonly options: Readonly<Record<string, unknown>>;
}

export interface Answered {
	/** Of an answer, a failure or a redirect. */
	readonly status: number;
	readonly body: Record<string, unknown>;
	readonly location: string | null;
	readonly headers: Headers;
}

type Handler = (event: never) => unknown;

export function routeBrowser(person: Person | null = null) {
	const cookies = new Map<string, Kept>();
	const jar = {
		get: (name: string) => cookies.get(name)?.value,
		set: (name: string, value: string, options: Kept['options']) =>
			void cookies.set(name, { value, options }),
		delete: (name: string) => void cookies.delete(name)
	};

	async function ask(
		handler: Handler | undefined,
		path: string,
		init: RequestInit = {},
		params: Readonly<Record<string, string>> = {}
	): Promise<Answered> {
		if (!handler) throw new Error(`nobody answers ${path}`);
		const url = new URL(path, ORIGIN);
		const event = {
			...{ url, params, cookies: jar, request: new Request(url, init) },
			locals: { person, locale: 'zh-CN' },
			getClientAddress: () => '192.0.2.44'
		} as unknown as RequestEvent;
		try {
			return await answered(await handler(event as never));
		} catch (thrown) {
			if (isRedirect(thrown)) return plain(thrown.status, {}, thrown.location);
			if (isHttpError(thrown)) return plain(thrown.status, { ...thrown.body });
			if (thrown instanceof AccessDenied || thrown instanceof LoginRequired)
				return plain(thrown instanceof AccessDenied ? 403 : 401, { code: thrown.code });
			throw thrown;
		}
	}

	return {
		cookies,
		ask,
		/** A copy of this browser's cookies, as a second request sends them that went out at the same time. */
		twin() {
			const twin = routeBrowser(person);
			for (const [name, kept] of cookies) twin.cookies.set(name, kept);
			return twin;
		},
		form: (
			handler: Handler | undefined,
			path: string,
			fields: Record<string, string>,
			params = {}
		) => ask(handler, path, { method: 'POST', body: new URLSearchParams(fields) }, params),
		json: (handler: Handler | undefined, path: string, body: object, params = {}) =>
			ask(handler, path, { method: 'POST', body: JSON.stringify(body) }, params)
	};
}

async function answered(outcome: unknown): Promise<Answered> {
	if (outcome instanceof Response) {
		const text = await outcome.text();
		const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
		return { status: outcome.status, body, location: null, headers: outcome.headers };
	}
	if (isActionFailure(outcome))
		return plain(outcome.status, outcome.data as unknown as Record<string, unknown>);
	return plain(200, outcome as Record<string, unknown>);
}

const plain = (
	status: number,
	body: Record<string, unknown>,
	location: string | null = null
): Answered => ({ status, body, location, headers: new Headers() });
