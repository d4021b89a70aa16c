// The paper of an attempt in a browser whose storage is broken; the network is a script.
import { afterEach, expect, test, vi } from 'vitest';
import { keyText } from '../../exam/paper-key.ts';
import { seal } from '../../exam/sealing.ts';
import { SAMPLE_PAPER } from '../../exam/testing/papers.ts';
import { initialState } from '../attempt-state.ts';
import type { AttemptSession, SessionView } from '../browser/attempt-session.ts';
import { ATTEMPT, FROZEN, STARTS_AT, uuid } from '../testing/events.ts';
import { createAttemptPaper, type AttemptPaper } from './attempt-paper.svelte.ts';

const name = { sitting: uuid(1), paper: uuid(2) };
const key = new Uint8Array(16).fill(7);
const nonce = new Uint8Array(12).fill(1);
const content = { v: 1, version: 1, ...SAMPLE_PAPER } as const;
const sealed = await seal(crypto.subtle, content, name, { key, nonce });

let paper: AttemptPaper | null = null;
afterEach(() => {
	paper?.close();
	vi.restoreAllMocks();
});

function serve(keyIsOut: () => boolean): void {
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
		if (input === '/api/attempt/key')
			return keyIsOut()
				? Response.json({ v: 1, paper: name.paper, version: 1, key: keyText(key), now: 1 })
				: Response.error();
		const headers = {
			'duimian-sitting': name.sitting,
			'duimian-paper': name.paper,
			'duimian-paper-version': '1'
		};
		return new Response(new Uint8Array([...nonce, ...sealed.sealed]), { headers });
	});
}

/** The sitting has begun, nothing is pushed. */
function openPaper(): AttemptPaper {
	const commands: string[] = [];
	const session = {
		attempt: ATTEMPT,
		token: 'token',
		clock: { now: () => STARTS_AT + 10_000 },
		onKey: () => () => {},
		command: async (type: string) => void commands.push(type)
	};
	const opened = {
		state: { ...initialState(FROZEN), enteredAt: STARTS_AT - 60_000 },
		connection: { state: 'connected' }
	};
	paper = createAttemptPaper(session as unknown as AttemptSession);
	paper.update(opened as unknown as SessionView);
	return paper;
}

test('[C19][C22] where storage cannot be opened the paper is shown from memory', async () => {
	vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('no room', 'QuotaExceededError');
	});
	let out = false;
	serve(() => out);
	const page = openPaper();
	await expect.poll(() => page.view).toMatchObject({ state: 'no-key', here: true });
	out = true;
	page.refresh();
	await expect.poll(() => page.view.state).toBe('open');
	page.forget();
});

test('[C22] … and a typed key opens it', async () => {
	vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('no room', 'QuotaExceededError');
	});
	serve(() => false);
	const page = openPaper();
	await expect.poll(() => page.view).toMatchObject({ state: 'no-key', here: true });
	page.typeKey(keyText(key));
	await expect.poll(() => page.view.state).toBe('open');
});
