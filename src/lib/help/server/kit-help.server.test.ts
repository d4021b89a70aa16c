// Who may what, asked of the routes themselves: before the body is looked at, in the own room and in others.
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Person, Role } from '../../accounts/permissions.ts';
import { uuid } from '../../attempt/testing/events.ts';
import { setApp, type App } from '../../server/app.ts';
import { ok } from '../../shared/result.ts';

const ROUTES = {
	chat: () => import('../../../routes/api/attempts/[attempt]/chat/+server.ts'),
	log: () => import('../../../routes/api/rooms/[room]/log/+server.ts'),
	notes: () => import('../../../routes/api/rooms/[room]/notes/+server.ts'),
	broadcast: () => import('../../../routes/api/rooms/[room]/broadcast/+server.ts')
} as const;
const [EXAM, OWN, OTHER, ATTEMPT] = [uuid(1), uuid(2), uuid(3), uuid(4)];

const done: unknown[][] = [];
const does =
	<T>(what: string, answer: T) =>
	(...asked: unknown[]): Promise<T> => {
		done.push([what, ...asked]);
		return Promise.resolve(answer);
	};
let room = OWN;
setApp({
	places: {
		attempt: (id: string) => Promise.resolve(id === ATTEMPT ? { exam: EXAM, room } : null),
		room: (id: string) => Promise.resolve(id === OWN || id === OTHER ? { exam: EXAM, room } : null)
	},
	help: {
		chat: { read: does('read', ok({ lines: [] })), say: does('say', ok(undefined)) },
		broadcasts: { audience: does('audience', {}), send: does('send', ok({})) },
		notes: { read: does('log', []), note: does('note', { ok: true, value: undefined }) }
	}
} as unknown as App);

beforeEach(() => {
	done.length = 0;
	room = OWN;
});

const person = (role: Role): Person => ({
	...{ account: uuid(9), name: '', candidate: null },
	grants: [{ role, exam: EXAM, room: role === 'invigilator' ? OWN : null }]
});
const SAYING = { v: 1, id: uuid(20), as: 'message', text: ' 请继续 ' };

async function ask(
	route: keyof typeof ROUTES,
	method: 'GET' | 'POST',
	as: Role | null,
	{
		body = SAYING,
		query = '',
		attempt = ATTEMPT
	}: { body?: object; query?: string; attempt?: string } = {}
): Promise<number> {
	const request = new Request(`https://exam.example.cn/api/x${query}`, {
		method,
		headers: { accept: 'application/json' },
		...(method === 'POST' && { body: JSON.stringify(body) })
	});
	const event = {
		...{ request, url: new URL(request.url), params: { attempt, room: OWN } },
		locals: { person: as && person(as) },
		getClientAddress: () => '192.0.2.1'
	} as unknown as RequestEvent;
	const handlers = (await ROUTES[route]()) as unknown as Record<
		string,
		(event: RequestEvent) => Promise<Response>
	>;
	try {
		return (await handlers[method]?.(event))?.status ?? 0;
	} catch (cause) {
		if (isHttpError(cause)) return cause.status;
		throw cause;
	}
}

const MAY: readonly [keyof typeof ROUTES, 'GET' | 'POST', readonly Role[]][] = [
	['chat', 'GET', ['invigilator', 'administrator', 'auditor']],
	['chat', 'POST', ['invigilator', 'administrator']],
	['log', 'GET', ['invigilator', 'administrator', 'auditor']],
	['notes', 'POST', ['invigilator', 'administrator']],
	['broadcast', 'GET', ['invigilator', 'administrator']],
	['broadcast', 'POST', ['invigilator', 'administrator']]
];
const ASKERS = ['invigilator', 'technician', 'administrator', 'auditor', 'examiner'] as const;

describe.each(MAY)('[I3] %s %s', (route, method, roles) => {
	test.each(ASKERS)('by %s', async (role) => {
		const allowed = roles.includes(role);
		expect(await ask(route, method, role)).toBe(allowed ? 200 : 403);
		if (!allowed) expect(done).toEqual([]);
	});

	test('by nobody, and from another room: refused before anything is read', async () => {
		expect(await ask(route, method, null)).toBe(401);
		room = OTHER;
		expect(await ask(route, method, 'invigilator', { body: {} })).toBe(403);
		expect(done).toEqual([]);
	});
});

describe('[I3] what is asked', () => {
	test('is read before it is done: no words, too many, no id', async () => {
		const wrong = [
			...[{}, { ...SAYING, text: '  ' }, { ...SAYING, text: 'x'.repeat(2001) }],
			...[
				{ ...SAYING, id: 'x' },
				{ ...SAYING, as: 'shout' },
				{ ...SAYING, text: 'a\0b' }
			]
		];
		for (const body of wrong)
			expect(await ask('chat', 'POST', 'invigilator', { body }), JSON.stringify(body)).toBe(400);
		expect(done).toEqual([]);
	});

	test('is done in the name of the account, and what is new comes with the answer', async () => {
		await ask('chat', 'POST', 'invigilator', { query: '?after=7' });
		const speaker = { account: uuid(9), address: '192.0.2.1' };
		expect(done).toEqual([
			['say', ATTEMPT, { ...SAYING, text: '请继续' }, speaker],
			['read', ATTEMPT, 7]
		]);
	});

	test.each(['', '?after=', '?after=x', '?after=9999999999'])(
		'of lines: "%s" is all',
		async (query) => {
			await ask('chat', 'GET', 'invigilator', { query });
			// nothing before the first line
			expect(Number(done[0]?.[2])).toBeLessThanOrEqual(0);
		}
	);

	test('of what is not there: told only to who may see others', async () => {
		expect(await ask('chat', 'GET', 'invigilator', { attempt: uuid(8) })).toBe(404);
		expect(await ask('chat', 'GET', 'technician', { attempt: uuid(8) })).toBe(403);
	});
});
