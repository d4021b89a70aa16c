import { afterEach, describe, expect, test, vi } from 'vitest';
import { faceApi } from './face-api.ts';

const CHECK = '00000000-0000-4000-8000-00000000000c';

afterEach(() => {
	vi.restoreAllMocks();
});

/** @returns what was fetched */
function answerWith(answer: () => Response | Promise<Response>) {
	return vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
}
const json = (body: object, init?: ResponseInit) => () => Response.json(body, init);

describe('[C6] the login asks the server', () => {
	test('a frame goes as it is, by its number', async () => {
		const fetched = answerWith(json({ v: 1, step: 'blink' }));
		const picture = new Blob(['x'], { type: 'image/jpeg' });
		expect(await faceApi.sendFrame(CHECK, 2, picture)).toEqual({
			...{ ok: true, value: { v: 1, step: 'blink' } }
		});
		const [address, request] = fetched.mock.calls[0] ?? [];
		expect(address).toBe(`/api/face/check/${CHECK}/2`);
		expect(request).toMatchObject({ method: 'PUT', body: picture });
	});

	test('what is given up says why', async () => {
		const fetched = answerWith(json({ v: 1, verdict: 'again', fault: 'no-blink', refusals: 1 }));
		await faceApi.judge(CHECK, 'no-blink');
		const body = fetched.mock.calls[0]?.[1]?.body;
		expect(JSON.parse(String(body))).toEqual({ v: 1, gaveUp: 'no-blink' });
	});

	test('busy: how long it asks to be left alone', async () => {
		const headers = { 'retry-after': '3' };
		answerWith(json({ code: 'server.busy' }, { status: 503, headers }));
		expect(await faceApi.where()).toEqual({
			...{ ok: false, error: { code: 'server.busy', retryAfterMs: 3000 } }
		});
	});

	test.each<[string, () => Response | Promise<Response>, string]>([
		['a refusal', json({ code: 'identity.expired' }, { status: 409 }), 'identity.expired'],
		['a code nobody knows', json({ code: 'x' }, { status: 500 }), 'server.fault'],
		['a refusal nobody knows', json({ code: 'x' }, { status: 409 }), 'input.invalid'],
		['somebody else’s page', () => new Response('<html>', { status: 502 }), 'server.unreachable'],
		['an answer of another shape', json({ v: 1, state: 'odd' }), 'server.unreachable'],
		['no network', () => Promise.reject(new TypeError('failed')), 'server.unreachable']
	])('%s', async (_, answer, code) => {
		answerWith(answer);
		expect(await faceApi.where()).toEqual({ ok: false, error: { code, retryAfterMs: 0 } });
	});
});
