import { afterEach, expect, test, vi } from 'vitest';
import { initialState } from '../attempt-state.ts';
import type { DeviceView } from '../device-view.ts';
import { FROZEN, STARTS_AT } from '../testing/events.ts';
import { openAttemptSession } from './attempt-opening.ts';
import { openKeptAttempts } from './kept-attempts.ts';

const name = `session-${crypto.randomUUID()}`;
afterEach(() => {
	vi.restoreAllMocks();
});

const view = {
	state: { ...initialState(FROZEN), enteredAt: STARTS_AT - 60_000 },
	head: { seq: 3, hash: 'a'.repeat(64) },
	details: { name: '', admission: '', idNumber: '', position: '', room: '', sittingCode: '' },
	...{ chat: [], comments: [], lot: null, invigilator: 'not-needed' as const, epoch: 'e' }
};
const whole = { v: 1, attempt: 'a', lease: 'l', ...view, now: STARTS_AT };

test('[C24] a capability that a restored server does not know is told apart from an absent server', async () => {
	let answer = (): Response => Response.json({ v: 1, code: 'token.invalid' }, { status: 401 });
	vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer());
	const kept = await openKeptAttempts<DeviceView>(name);
	await kept.put({ attempt: 'a', lease: 'l', token: 't', view, usedAt: 1 });
	const opened = await openAttemptSession(kept, null, null, { take: () => Promise.reject() });
	if (!opened.ok) throw new Error(opened.error);
	const session = opened.value;
	const needed = (): boolean | undefined => session.view()?.loginNeeded;
	expect(needed()).toBe(true);

	answer = () => {
		throw new TypeError('no network');
	};
	await session.read();
	expect(needed()).toBe(true);

	let told = 0;
	session.subscribe(() => told++);
	answer = () => Response.json(whole);
	await expect(session.read()).resolves.toMatchObject({ ok: true });
	expect(needed()).toBe(false);
	expect(told).toBeGreaterThan(0);
	session.close();
});
