// The candidate's page as a whole, where it goes on under another login or another lease; the server is a script.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AttemptState } from '../attempt-state.ts';
import { readMark } from '../browser/attempt-mark.ts';
import { INTERVIEW_DATABASE, openKeptAttempts } from '../browser/kept-attempts.ts';
import { after, BEFORE, confirmed, opened, STARTS_AT, uuid } from '../testing/events.ts';
import { createInterview, type Interview } from './interview-controller.svelte.ts';

/** Another one in each test: what a page has kept must not reach the next. */
let A = uuid(0xa);
const B = uuid(0xb);
const MINE = uuid(1);
const OTHER = uuid(2);
const DETAILS = { name: '', admission: '', idNumber: '', position: '', room: '', sittingCode: '' };
const HEAD = { seq: 3, hash: '0'.repeat(64) };
const ENTERED = after([
	[BEFORE, opened(MINE)],
	[BEFORE, confirmed]
]);

let interview: Interview | null = null;
let answers: Record<string, () => Promise<Response> | Response>;
let asked: string[];
let said: string;
const openAnew = vi.fn();

beforeEach(() => {
	A = crypto.randomUUID();
	answers = {};
	asked = [];
	said = '';
	openAnew.mockReset();
	vi.stubGlobal(
		'WebSocket',
		class extends EventTarget {
			static readonly OPEN = 1;
			readonly readyState = 0;
			close(): void {}
		}
	);
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		const path = String(input);
		if (typeof init?.body === 'string') said += init.body;
		asked.push(path);
		return (await answers[path]?.()) ?? Response.error();
	});
});
afterEach(() => {
	interview?.close();
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
	document.cookie = 'attempt=; path=/; max-age=0';
});

/** A's attempt is what this browser keeps. */
async function visit(state: AttemptState): Promise<Interview> {
	const kept = await openKeptAttempts(INTERVIEW_DATABASE);
	const view = {
		state,
		head: HEAD,
		details: DETAILS,
		chat: [],
		comments: [],
		lot: null,
		epoch: 'one'
	};
	await kept.put({ attempt: A, lease: MINE, token: 'token', view, usedAt: Date.now() });
	interview = createInterview({
		locale: () => 'en',
		goHome: () => {},
		viewLocalVideo: () => {},
		openAnew
	});
	return interview;
}

test('[C1] the login’s late answer names somebody else: the page leaves for theirs', async () => {
	let answered = false;
	answers['/api/session'] = () =>
		answered ? Response.json({ candidate: true, attempt: B }) : Response.error();
	const page = await visit({
		...ENTERED,
		stage: 'upload',
		ended: { at: STARTS_AT, by: 'candidate' }
	});
	await expect.poll(() => page.view.kind).toBe('room');
	expect(openAnew).not.toHaveBeenCalled();
	answered = true;
	await expect.poll(() => openAnew.mock.calls.length, { timeout: 12_000 }).toBe(1);
	expect(readMark()).toBe(B);
	// what was A's is shut
	expect(page.view.kind).not.toBe('room');
});

test('[C1] … or names nobody, or this candidate: the page stays', async () => {
	let sessions = 0;
	answers['/api/session'] = () =>
		sessions++ === 0 ? Response.error() : Response.json({ candidate: true, attempt: A });
	const page = await visit({
		...ENTERED,
		stage: 'upload',
		ended: { at: STARTS_AT, by: 'candidate' }
	});
	await expect.poll(() => readMark()).toBe(A);
	await expect.poll(() => page.view.kind).toBe('room');
	expect(openAnew).not.toHaveBeenCalled();
});

test('[C8] pressed twice before the first answer, it asks once', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	const lease = Promise.withResolvers<Response>();
	answers['/api/attempt/lease'] = () => lease.promise;
	const page = await visit(after([[BEFORE, opened(OTHER)]], ENTERED));
	await expect.poll(() => page.view.kind).toBe('taken-over');
	page.actions.continueHere();
	page.actions.continueHere();
	await expect.poll(() => asked.includes('/api/attempt/lease')).toBe(true);
	page.actions.continueHere();
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(asked.filter((path) => path === '/api/attempt/lease')).toHaveLength(1);
	// after an answer it may be asked again
	lease.resolve(Response.json({ code: 'access.denied' }, { status: 403 }));
	await new Promise((resolve) => setTimeout(resolve, 200));
	page.actions.continueHere();
	await expect.poll(() => asked.filter((path) => path === '/api/attempt/lease')).toHaveLength(2);
});

test('[C15] a page that is opened anew after its own entry says so', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	await visit(ENTERED);
	await expect.poll(() => said).toContain('page-reloaded');
});

test('[C8] a device that comes in after another one’s entry has reloaded nothing', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	const entered = after([
		[BEFORE, opened(OTHER)],
		[BEFORE, confirmed],
		[BEFORE, opened(MINE)]
	]);
	const page = await visit(entered);
	await expect.poll(() => page.view.kind).toBe('room');
	// time enough to have said it: the other test's page does at once
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(said).not.toContain('page-reloaded');
});

test('[C15] while another tab has it, asking again and again shows that and begins once it is closed', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	const other = Promise.withResolvers<undefined>();
	void navigator.locks.request(`tab:${A}`, () => other.promise);
	const page = await visit(ENTERED);
	for (let n = 0; n < 3; n++) {
		await expect.poll(() => page.view.kind).toBe('second-tab');
		page.actions.retry();
	}
	await expect.poll(() => page.view.kind).toBe('second-tab');
	const { pending } = await navigator.locks.query();
	expect(pending?.filter(({ name }) => name === `tab:${A}`)).toHaveLength(1);
	other.resolve(undefined);
	await expect.poll(() => page.view.kind).toBe('room');
	// and stays: nobody else is in line
	await expect
		.poll(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
		.toContain(`tab:${A}`);
	expect((await navigator.locks.query()).pending).toEqual([]);
});

test('[C8] from when on another device has the attempt is said, where this page saw it', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	const answer = (state: AttemptState, seq: number) =>
		Response.json({
			...{
				attempt: A,
				lease: MINE,
				state,
				details: DETAILS,
				chat: [],
				comments: [],
				lot: null,
				epoch: 'one'
			},
			...{ head: { ...HEAD, seq }, now: BEFORE }
		});
	let state = { ...ENTERED, stage: 'wait' } as const satisfies AttemptState as AttemptState;
	let seq = 4;
	answers['/api/attempt'] = () => answer(state, seq++);
	const page = await visit(state);
	await expect.poll(() => page.view.kind).toBe('room');
	state = after([[BEFORE, opened(OTHER)]], state);
	page.actions.refresh();
	await expect.poll(() => page.view).toMatchObject({ kind: 'taken-over' });
	const at = page.view.kind === 'taken-over' ? page.view.at : null;
	expect(Math.abs((at ?? 0) - BEFORE)).toBeLessThan(20_000);
});

test('a page that cannot be opened says whom to call, as far as this browser knows', async () => {
	answers['/api/session'] = () => Response.json({ candidate: true, attempt: A });
	answers['/api/attempt'] = () => Response.json({ code: 'token.invalid' }, { status: 401 });
	answers['/api/attempt/lease'] = () => Response.json({ code: 'login.closed' }, { status: 403 });
	const page = await visit(ENTERED);
	await expect.poll(() => page.view).toMatchObject({ kind: 'failed', supportPhone: '000' });
});
