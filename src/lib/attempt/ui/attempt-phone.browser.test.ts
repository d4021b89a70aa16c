// The phone of an open attempt, with a server that is a script: when a code is asked for, given back, shown.
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HeardPhone } from '../../live/wire.ts';
import { networkCut } from '../../shared/browser/network-cut.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { STARTS_AT, uuid, WHOLE_WAY } from '../testing/events.ts';
import { createAttemptPhone, type AttemptPhone, type PhoneNews } from './attempt-phone.svelte.ts';

const NOW = STARTS_AT - 600_000;
const FIRST = uuid(0xf1);
const SECOND = uuid(0xf2);
const REQUIRED = { ...WHOLE_WAY, rules: { ...WHOLE_WAY.rules, phone: 'required' } } as const;
const LEASE = uuid(1);
const unbound: AttemptState = { ...initialState(REQUIRED), stage: 'phone', lease: LEASE };
const boundTo = (lease: string): AttemptState => ({
	...unbound,
	phone: 'bound',
	evidence: { ...unbound.evidence, lease, boundAt: NOW }
});

let asked: string[];
let phone: AttemptPhone;
let now: number;
let code = 0;
let codeAnswer: () => Response;

beforeEach(() => {
	asked = [];
	now = NOW;
	code = 0;
	codeAnswer = () => Response.json({ code: `AAAAA-0000${++code}`, expiresAt: now + 300_000 });
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		asked.push([init?.method ?? 'GET', String(input), init?.body ?? ''].join(' ').trim());
		if (String(input).endsWith('/picture')) return new Response(new Blob(['jpeg']));
		return init?.method === 'DELETE' ? new Response(null, { status: 204 }) : codeAnswer();
	});
	phone = createAttemptPhone(
		{ lease: LEASE, token: 'token', clock: { now: () => now } },
		'https://kaoshi.example'
	);
});
afterEach(() => {
	phone.close();
	vi.restoreAllMocks();
});

let latest: PhoneNews;
function news(state: AttemptState, more: Partial<PhoneNews> = {}): void {
	latest = { state, heardPhone: null, connection: { state: 'connected' }, ...more };
	phone.update(latest);
	flushSync();
}
const shown = () => phone.view(latest.state, latest.heardPhone, now).code;
const heard = (pictureAt: number): HeardPhone => ({
	at: now,
	report: {
		...{ page: 'filming', battery: null, sectors: null, faceShare: null },
		...{ savedTo: null, safeTo: null, awake: null }
	},
	pictureAt
});

describe('[C11] a code', () => {
	test('is asked for on the phone’s page, and leads to the phone’s page', async () => {
		news(unbound);
		expect(shown()).toMatchObject({ state: 'asking', page: 'https://kaoshi.example/evidence' });
		await expect.poll(() => shown()?.state).toBe('shown');
		expect(shown()).toMatchObject({
			code: 'AAAAA-00001',
			address: 'https://kaoshi.example/evidence#AAAAA-00001',
			expiresAt: NOW + 300_000
		});
		expect(asked).toEqual(['POST /api/evidence/code {"v":1,"replace":false}']);
	});

	test('is asked for elsewhere only while something shows the phone', async () => {
		news({ ...unbound, stage: 'process' });
		expect(shown()).toBeNull();
		phone.watch(true);
		await expect.poll(() => shown()?.state).toBe('shown');
		phone.watch(false);
		expect(shown()).toBeNull();
		expect(asked.at(-1)).toBe('DELETE /api/evidence/code');
	});

	test.each([
		['the exam has no phone', initialState(WHOLE_WAY)],
		['a person has waived it', { ...unbound, phone: 'waived', phoneWaived: true }],
		['another computer has the attempt', { ...unbound, lease: uuid(2) }],
		['the interview is over', { ...unbound, stage: 'upload', ended: { at: NOW, by: 'clock' } }],
		['one is bound', boundTo(FIRST)]
	] as const)('is not asked for when %s', (_why, state) => {
		news(state);
		phone.watch(true);
		expect(shown()).toBeNull();
		expect(asked).toEqual([]);
	});

	test('offline says so, and comes when the network is back', async () => {
		codeAnswer = () => Response.error();
		news(unbound, { connection: { state: 'lost' } });
		await expect
			.poll(() => shown())
			.toMatchObject({
				...{ state: 'failed', failure: 'server.unreachable', code: null }
			});
		codeAnswer = () => Response.json({ code: 'BACK', expiresAt: now + 300_000 });
		news(unbound);
		await expect.poll(() => shown()?.code).toBe('BACK');
	});

	test('is not asked for past a rehearsed cut', async () => {
		networkCut.cut(50);
		news(unbound);
		await expect.poll(() => vi.mocked(fetch).mock.calls[0]?.[1]?.signal?.aborted).toBe(true);
	});

	test('a code that has ended is not shown any more', async () => {
		news(unbound);
		await expect.poll(() => shown()?.state).toBe('shown');
		now += 300_000;
		news(unbound);
		expect(shown()).toMatchObject({ code: null, address: null });
	});
});

describe('[I5] a phone that staff has unpaired', () => {
	const answering = (state: AttemptState): AttemptState => ({ ...state, stage: 'answer' });

	test('leaves a code where the phone is shown, in the middle of the interview too', async () => {
		news(answering(boundTo(FIRST)));
		phone.watch(true);
		expect(shown()).toBeNull();
		news(answering(unbound));
		await expect.poll(() => shown()).toMatchObject({ state: 'shown', replaces: false });
		expect(asked).toEqual(['POST /api/evidence/code {"v":1,"replace":false}']);
		news(answering(boundTo(SECOND)));
		expect(shown()).toBeNull();
	});

	test('leaves nothing of its picture', async () => {
		news(answering(boundTo(FIRST)), { heardPhone: heard(NOW) });
		phone.watch(true);
		news(latest.state, { heardPhone: heard(NOW + 1) });
		const picture = () => phone.view(latest.state, latest.heardPhone, now).picture;
		await expect.poll(picture).not.toBeNull();
		news(answering(unbound), { heardPhone: heard(NOW + 1) });
		expect(picture()).toBeNull();
		await expect.poll(() => shown()?.state).toBe('shown');
	});
});

describe('[P5] another phone', () => {
	test('is asked for as such, and when it is bound the code is gone', async () => {
		news(boundTo(FIRST));
		phone.replace();
		await expect.poll(() => shown()).toMatchObject({ state: 'shown', replaces: true });
		expect(asked).toEqual(['POST /api/evidence/code {"v":1,"replace":true}']);
		news(boundTo(SECOND));
		expect(shown()).toBeNull();
		// used, not taken back
		expect(asked).toHaveLength(1);
	});

	test('not after all: the code is taken back', async () => {
		news(boundTo(FIRST));
		phone.replace();
		await expect.poll(() => shown()?.state).toBe('shown');
		phone.keep();
		expect(shown()).toBeNull();
		expect(asked.at(-1)).toBe('DELETE /api/evidence/code');
	});

	test('each further one is asked for anew', async () => {
		news(boundTo(FIRST));
		phone.replace();
		await expect.poll(() => shown()?.code).toBe('AAAAA-00001');
		news(boundTo(SECOND));
		phone.replace();
		await expect.poll(() => shown()?.code).toBe('AAAAA-00002');
	});
});

describe('[C11] the picture', () => {
	const pictures = () => asked.filter((one) => one.includes('picture')).length;
	const picture = () => phone.view(latest.state, latest.heardPhone, now).picture;

	test('is fetched while something shows it, when there is a newer one, every five seconds at most', async () => {
		news(boundTo(FIRST), { heardPhone: heard(NOW) });
		expect(pictures()).toBe(0);
		phone.watch(true);
		news(boundTo(FIRST), { heardPhone: heard(NOW) });
		await expect.poll(() => picture()?.at).toBe(NOW);
		const first = picture()?.url;
		now += 4000;
		news(boundTo(FIRST), { heardPhone: heard(NOW + 3000) });
		expect(pictures()).toBe(1);
		now += 1000;
		news(boundTo(FIRST), { heardPhone: heard(NOW + 3000) });
		await expect.poll(() => picture()?.at).toBe(NOW + 3000);
		expect(picture()?.url).not.toBe(first);
		now += 60_000;
		news(boundTo(FIRST), { heardPhone: heard(NOW + 3000) });
		expect(pictures()).toBe(2);
		phone.watch(false);
		news(boundTo(FIRST), { heardPhone: heard(now) });
		expect(pictures()).toBe(2);
	});

	test('of one phone is never shown as another’s; what is not shown any more is given back', async () => {
		const revoke = vi.spyOn(URL, 'revokeObjectURL');
		news(boundTo(FIRST), { heardPhone: heard(NOW) });
		phone.watch(true);
		news(boundTo(FIRST), { heardPhone: heard(NOW) });
		await expect.poll(() => picture()?.at).toBe(NOW);
		const url = picture()?.url;
		news(boundTo(SECOND));
		expect(picture()).toBeNull();
		expect(revoke).toHaveBeenCalledWith(url);
	});
});

test('[C33] through our own lost connection nothing is held against the phone', () => {
	const state: AttemptState = { ...boundTo(FIRST), phone: 'filming' };
	news(state, { heardPhone: heard(NOW), connection: { state: 'lost' } });
	expect(phone.view(state, latest.heardPhone, now)).toMatchObject({
		state: 'silent',
		cutOff: true
	});
	now += 60_000;
	news(state, { heardPhone: heard(NOW) });
	// back: the phone's next word may take a moment
	expect(phone.view(state, { ...heard(NOW), at: NOW }, now)).toMatchObject({
		...{ state: 'filming', cutOff: false }
	});
});
