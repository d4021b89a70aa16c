import { afterEach, expect, test, vi } from 'vitest';
import { err } from '../../shared/result.ts';
import type { ActRequest } from '../act-form.ts';
import { performOn } from './perform.ts';

afterEach(() => void vi.unstubAllGlobals());

const REQUEST: ActRequest = { id: 'i', reason: 'r', act: 'settle-details', seen: { disputes: 1 } };
/** A page that is being read; what is asked of the server is counted. */
function open(status: number, answer: object) {
	const fetch = vi.fn(() => Promise.resolve(new Response(JSON.stringify(answer), { status })));
	vi.stubGlobal('fetch', fetch);
	const { promise, resolve } = Promise.withResolvers<null>();
	const read = vi.fn(async () => void (await promise));
	const told = vi.fn();
	void performOn('a', read)(REQUEST).then(told);
	return { fetch, read, told, come: () => resolve(null) };
}

test.each<[string, number, object, object]>([
	['somebody else was first', 409, { code: 'act.overtaken' }, err('act.overtaken')],
	['it is done', 200, { v: 1 }, { ok: true }]
])(
	'[I4] %s: it is told when the page shows what is so now, lines and numbers together',
	async (_what, status, answer, is) => {
		const { fetch, read, told, come } = open(status, answer);
		await expect.poll(() => read.mock.calls.length).toBe(1);
		await new Promise((later) => setTimeout(later, 20));
		expect(told).not.toHaveBeenCalled();
		come();
		await expect.poll(() => told.mock.calls[0]?.[0] as object).toMatchObject(is);
		// numbers of their own would be newer than the lines beside them
		expect(fetch).toHaveBeenCalledOnce();
	}
);

test.each<[string, number, object]>([
	['nobody knows whether it is', 503, { code: 'server.busy' }],
	['a session that is over', 401, { code: 'access.login-required' }]
])('[I4] %s waits for no reading', async (_what, status, answer) => {
	const { read, told } = open(status, answer);
	await expect.poll(() => told.mock.calls.length).toBe(1);
	expect(read).not.toHaveBeenCalled();
});
