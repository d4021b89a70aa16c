// What a page makes of a refusal by a server that is newer than itself, or by something in between.
import { afterEach, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { isRefused, isUnanswered } from '../../shared/errors.ts';
import { ask } from './ask.ts';

afterEach(() => {
	vi.unstubAllGlobals();
});

async function codeAt(status: number, body: object) {
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json(body, { status })));
	const answer = await ask('/', v.object({}));
	if (answer.ok) throw new Error('it was no refusal');
	return answer.error;
}

test.each([
	['a code of next year', { code: 'act.reason-of-next-year' }],
	['the name of what every object has', { code: 'constructor' }]
])('[I4] %s below 500 is a definite no: nothing is locked by it', async (_, body) => {
	for (const status of [400, 403, 409, 422]) {
		const code = await codeAt(status, body);
		expect([code, isRefused(code)]).toEqual(['input.invalid', true]);
	}
	const fault = await codeAt(500, body);
	expect([fault, isUnanswered(fault)]).toEqual(['server.fault', true]);
});

test('[I4] a refusal without a code is not this server’s: nobody knows what became of it', async () => {
	for (const body of [{}, { code: 7 }, { message: 'Forbidden' }])
		expect(await codeAt(403, body)).toBe('server.unreachable');
});
