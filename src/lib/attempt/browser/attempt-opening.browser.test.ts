// Whose attempt is opened on a computer that several people have used; real IndexedDB, the server a script.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { err } from '../../shared/result.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import type { DeviceView } from '../device-view.ts';
import { after, BEFORE, confirmed, FROZEN, opened, STARTS_AT, uuid } from '../testing/events.ts';
import { readMark, writeMark } from './attempt-mark.ts';
import { keepLease, openAttemptSession } from './attempt-opening.ts';
import type { AttemptSession } from './attempt-session.ts';
import { openKeptAttempts, type KeptAttempts, type KeptDevice } from './kept-attempts.ts';

const A = uuid(0xa);
const B = uuid(0xb);
const FIRST = uuid(1);
const SECOND = uuid(2);
const ENTERED = after([
	[BEFORE, opened(FIRST)],
	[BEFORE, confirmed]
]);
const DONE: AttemptState = { ...ENTERED, stage: 'done', uploadedAt: STARTS_AT };
const DETAILS = { name: '', admission: '', idNumber: '', position: '', room: '', sittingCode: '' };

const viewOf = (state: AttemptState): DeviceView => ({
	state,
	...{
		head: { seq: 3, hash: '0'.repeat(64) },
		details: DETAILS,
		chat: [],
		comments: [],
		lot: null,
		invigilator: 'not-needed',
		epoch: 'one'
	}
});
const kept = (attempt: string, state: AttemptState, usedAt: number): KeptDevice<DeviceView> => ({
	...{ attempt, lease: FIRST, token: `token of ${attempt}`, view: viewOf(state), usedAt }
});

let name = '';
let store: KeptAttempts<DeviceView>;
let session: AttemptSession | null = null;
/** What the server knows, by attempt; nothing: it is silent. */
let server: Map<string, AttemptState>;
let asked: (string | null)[];
const nobodyAsks = { take: async () => err('server.unreachable' as const) };

beforeEach(async () => {
	name = `opening-${crypto.randomUUID()}`;
	store = await openKeptAttempts(name);
	server = new Map();
	asked = [];
	vi.stubGlobal(
		'WebSocket',
		class extends EventTarget {
			static readonly OPEN = 1;
			readonly readyState = 0;
			close(): void {}
		}
	);
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
		const token = new Headers(init?.headers).get('authorization');
		if (input !== '/api/attempt') return Response.error();
		asked.push(token);
		const state = [...server].find(([attempt]) => token?.endsWith(attempt))?.[1];
		if (!state) return Response.error();
		return Response.json({ ...viewOf(state), attempt: 'any', lease: FIRST, now: STARTS_AT });
	});
});
afterEach(() => {
	session?.close();
	session = null;
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

async function open(
	login: Parameters<typeof openAttemptSession>[1],
	mark: string | null
): Promise<string> {
	const outcome = await openAttemptSession(store, login, mark, nobodyAsks);
	if (!outcome.ok) return outcome.error;
	session = outcome.value;
	return session.attempt;
}

test('[C1] nobody logged in: what is unfinished goes on, what is done stays shut', async () => {
	await store.put(kept(A, ENTERED, 1));
	await store.put(kept(B, DONE, 2));
	expect(await open({ candidate: false, attempt: null }, null)).toBe(A);
	session?.close();
	await store.put(kept(A, DONE, 1));
	asked = [];
	expect(await open({ candidate: false, attempt: null }, null)).toBe('access.login-required');
	expect(await open(null, null)).toBe('server.unreachable');
	// not even its capability is used
	expect(asked).toEqual([]);
});

test('[C1] unfinished as last known here, done on the server: its films need a login', async () => {
	await store.put(kept(A, ENTERED, 1));
	server.set(A, DONE);
	expect(await open({ candidate: false, attempt: null }, null)).toBe('access.login-required');
	expect(await open({ candidate: true, attempt: A }, A)).toBe(A);
});

test('[C1][C3] the server silent after a login: nobody else’s attempt is opened', async () => {
	await store.put(kept(A, ENTERED, 1));
	expect(await open(null, 'new')).toBe('server.unreachable');
	expect(await open(null, B)).toBe('server.unreachable');
	expect(asked).toEqual([]);
});

test('[C3][C22] the server silent: one’s own attempt goes on, though another was used last', async () => {
	await store.put(kept(A, ENTERED, 2));
	await store.put(kept(B, ENTERED, 1));
	expect(await open(null, B)).toBe(B);
	session?.close();
	expect(await open(null, null)).toBe(A);
});

test('[C8][C22] a page that dies before its first read with a new lease finds the way back', async () => {
	await store.put({ ...kept(A, ENTERED, 1), offsetMs: 5000 });
	await keepLease(store, { token: 'new', lease: SECOND, attempt: A });
	expect(await open(null, A)).toBe(A);
	expect(session?.lease).toBe(SECOND);
	// this device is the live one, and keeps the time
	expect(session?.view()?.state).toMatchObject({ lease: SECOND, enteredAt: BEFORE });
	expect(Math.abs((session?.clock.now() ?? 0) - Date.now() - 5000)).toBeLessThan(1000);
});

test('a first lease has nothing to keep', async () => {
	const fresh = await keepLease(store, { token: 'new', lease: FIRST, attempt: A });
	expect(fresh).toMatchObject({ token: 'new', lease: FIRST, view: null });
	expect(fresh.offsetMs).toBeUndefined();
});

test('[C23] what this device says is read here as the server reads it: the candidate ended', async () => {
	const answering: AttemptState = { ...initialState(FROZEN), ...ENTERED, stage: 'answer' };
	await store.put({ ...kept(A, answering, 1), offsetMs: STARTS_AT + 1000 - Date.now() });
	expect(await open({ candidate: true, attempt: A }, A)).toBe(A);
	await session?.command('interview.ended', { by: 'staff', at: STARTS_AT + 1000 });
	expect(session?.view()?.state.ended).toMatchObject({ by: 'candidate' });
});

test('[C1] the mark is kept and read; without an attempt it says so', () => {
	writeMark(A);
	expect(readMark()).toBe(A);
	writeMark(null);
	expect(readMark()).toBe('new');
	document.cookie = 'attempt=; path=/; max-age=0';
	expect(readMark()).toBeNull();
});
