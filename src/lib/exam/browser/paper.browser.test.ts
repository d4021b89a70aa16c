import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import { err, ok } from '../../shared/result.ts';
import { keyText } from '../paper-key.ts';
import { createPaperOpening, type PaperOpening } from '../paper-opening.ts';
import type { PaperServer } from '../paper-ports.ts';
import { seal } from '../sealing.ts';
import { SAMPLE_PAPER } from '../testing/papers.ts';
import { createPaperServer } from './paper-server.ts';
import { openPaperStore } from './paper-store.ts';

/** A database of each test's own. */
let name = '';
const ID = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const key = crypto.getRandomValues(new Uint8Array(16));
const nonce = crypto.getRandomValues(new Uint8Array(12));
const sealed = await seal(
	crypto.subtle,
	{ v: 1, version: 1, ...SAMPLE_PAPER },
	{ sitting: ID(1), paper: ID(2) },
	{ key, nonce }
);
const pushed = { paper: ID(2), version: 1, key: keyText(key) };
const up: PaperServer = { sealed: async () => ok(sealed), key: async () => ok(pushed) };
const down: PaperServer = {
	sealed: async () => err('server.unreachable'),
	key: async () => err({ code: 'server.unreachable' })
};

const pages: PaperOpening[] = [];
beforeEach(() => {
	name = `duimian-paper-test-${crypto.randomUUID()}`;
});
const originalFetch = globalThis.fetch;
afterEach(() => {
	for (const page of pages.splice(0)) page.close();
	globalThis.fetch = originalFetch;
});

/** As the page does it: a store opened anew, ports of this browser. */
async function visit(server: PaperServer, startsInMs: number): Promise<PaperOpening> {
	const page = createPaperOpening({
		attempt: ID(3),
		clock: { now: () => Date.now() },
		timers: systemTimers,
		random: Math.random,
		store: await openPaperStore(name),
		server,
		subtle: crypto.subtle,
		changed: () => {},
		opened: () => {}
	});
	pages.push(page);
	page.update({ startsAt: Date.now() + startsInMs, enteredAt: 1, connected: true });
	return page;
}
const leave = (): void => pages.pop()?.close();

test('[C19] what one visit fetched, the next one opens without a network, and the next shows again', async () => {
	const first = await visit(up, 60_000);
	await expect.poll(() => first.view()).toEqual({ state: 'sealed', here: true });
	leave();
	const second = await visit(down, 60_000);
	await expect.poll(() => second.view()).toEqual({ state: 'sealed', here: true });
	await second.typeKey(pushed.key);
	expect(second.view()).toMatchObject({ state: 'open', paper: { pages: SAMPLE_PAPER.pages } });
	leave();
	const third = await visit(down, -5000);
	await expect.poll(() => third.view().state).toBe('open');
});

test('[C19] before the key is here, nothing on the device holds a word of the paper', async () => {
	const page = await visit(up, 60_000);
	await expect.poll(() => page.view()).toEqual({ state: 'sealed', here: true });
	const store = await openPaperStore(name);
	const kept = await store.kept(ID(3));
	expect(kept?.key).toBeNull();
	const bytes = new TextDecoder('latin1').decode(kept?.sealed.sealed);
	const word = new TextDecoder('latin1').decode(new TextEncoder().encode('晾晒'));
	expect(bytes).not.toContain(word);
	await store.forget(ID(3));
	expect(await store.kept(ID(3))).toBeUndefined();
});

test('[C19] over HTTP: what the server sends, what it refuses, what is none of its words', async () => {
	const server = createPaperServer(() => 'secret');
	const answers: Response[] = [];
	const asked: Request[] = [];
	globalThis.fetch = async (input, init) => {
		asked.push(new Request(input, init));
		return answers.shift() ?? Response.error();
	};
	answers.push(
		new Response(new Uint8Array([...nonce, ...sealed.sealed]), {
			headers: {
				'duimian-sitting': ID(1),
				'duimian-paper': ID(2),
				'duimian-paper-version': '1'
			}
		}),
		new Response(null, { status: 304 }),
		new Response('<html>', { status: 502 }),
		Response.json({ v: 1, ...pushed, now: 1 }),
		Response.json({ code: 'paper.not-yet', opensAt: 5 }, { status: 409 }),
		Response.json({ code: 'something else' }, { status: 409 })
	);
	expect(await server.sealed(null)).toEqual(ok(sealed));
	expect(await server.sealed({ paper: ID(2), version: 1 })).toEqual(ok('unchanged'));
	expect(await server.sealed(null)).toEqual(err('server.unreachable'));
	expect(await server.key()).toMatchObject(ok(pushed));
	expect(await server.key()).toEqual(err({ code: 'paper.not-yet', opensAt: 5 }));
	expect(await server.key()).toEqual(err({ code: 'server.unreachable' }));
	expect(asked.map((request) => request.headers.get('authorization'))).toEqual(
		Array(6).fill('Bearer secret')
	);
	expect(asked[1]?.headers.get('if-none-match')).toBe(`"${ID(2)}.1"`);
});
