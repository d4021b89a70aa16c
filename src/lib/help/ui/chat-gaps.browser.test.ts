// The staff's side of the conversation where it was not told everything: what nobody pushes, and more than is told at once.
import type { Component } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { BEFORE, uuid } from '../../attempt/testing/events.ts';
import { clear, seriousFaults, show } from '../../shared/ui/testing/show.ts';
import type { Conversation, StaffLine } from '../conversation.ts';
import { createChat, type ChatController } from './chat-controller.svelte.ts';
import ChatPanel from './ChatPanel.svelte';

const line = (seq: number, text: string, from: StaffLine['from'] = 'candidate'): StaffLine => ({
	...{ seq, id: uuid(100 + seq), from, text, at: BEFORE },
	...{ warning: null, broadcast: false, by: null }
});

let server: Conversation;
let asked: string[];
/** Requests that get no answer. */
let cut: (after: string) => boolean;
let chat: ChatController;

beforeEach(() => {
	sessionStorage.clear();
	asked = [];
	cut = () => false;
	server = {
		...{ epoch: 'e', lines: [], older: false },
		...{ delivered: 0, seen: 0, acknowledged: {}, ended: false }
	};
	vi.stubGlobal('fetch', (path: string) => {
		const after = path.split('after=')[1] ?? '';
		asked.push(after);
		if (cut(after)) return Promise.reject(new TypeError('no network'));
		const lines = server.lines.filter(({ seq }) => seq > Number(after));
		return Promise.resolve(Response.json({ ...server, lines }));
	});
});
afterEach(async () => {
	await clear();
	chat.close();
	vi.unstubAllGlobals();
});

async function open(lines: StaffLine[]): Promise<void> {
	server = { ...server, lines };
	chat = createChat({ attempt: uuid(1), clock: { now: () => BEFORE } });
	await show(ChatPanel as unknown as Component<Record<string, unknown>>, {
		...{ chat, may: true, prepared: [] }
	});
	await expect.poll(() => chat.standing).not.toBeNull();
}
const log = () => page.getByRole('log');

test('[I3] it is read again by itself while a line of staff has not been delivered, and only then', async () => {
	await open([line(3, '请稍等', 'staff'), line(5, '好的')]);
	server = { ...server, delivered: 3 };
	chat.lookAgain();
	await expect.element(log()).toMatchTextContent(/已送达/);
	expect(asked).toEqual(['-1', '5']);
	// what the candidate said is not on its way to them
	chat.lookAgain();
	expect(asked).toHaveLength(2);
});

test('[I3] after a long blindness the latest lines stand in for all, and it is said where the others are', async () => {
	await open([line(3, '第一句'), line(5, '很早以前的话')]);
	await expect.element(log()).not.toMatchTextContent(/更早的消息/);
	server = { ...server, lines: [line(2000, '刚才的话')], older: true };
	chat.changed();
	await expect.element(log()).toMatchTextContent(/更早的消息在导出里.*刚才的话/);
	await expect.element(log()).not.toMatchTextContent(/很早以前/);
	server = { ...server, lines: [line(2001, '再一句')], older: false };
	chat.changed();
	await expect.element(log()).toMatchTextContent(/更早的消息在导出里.*刚才的话.*再一句/);
	expect(await seriousFaults()).toEqual([]);
	// a restored server has them all again
	server = { ...server, epoch: 'f', lines: [line(3, '第一句')] };
	chat.changed();
	await expect.element(log()).toMatchTextContent(/第一句/);
	await expect.element(log()).not.toMatchTextContent(/更早的消息|刚才的话/);
});

test('[I3] a restored server numbers anew: nothing is shown with a hole, and all is asked for until it came', async () => {
	await open([line(3, '请稍等'), line(5, '旧的话')]);
	const restored = [line(3, '请稍等'), line(4, '新的第一句'), line(7, '新的第二句')];
	server = { ...server, epoch: 'f', lines: restored };
	cut = (after) => after === '-1';
	chat.changed();
	await expect.poll(() => asked).toEqual(['-1', '5', '-1']);
	await expect.poll(() => chat.failed).toBe('server.unreachable');
	expect(chat.messages).toEqual([]);
	cut = () => false;
	chat.lookAgain();
	await expect.element(log()).toMatchTextContent(/请稍等.*新的第一句.*新的第二句/);
	expect(chat.failed).toBeNull();
});

test('[I3] an answer to what was asked behind the numbers of before leaves no hole, however late it comes', async () => {
	await open([line(3, '请稍等'), line(5, '旧的话')]);
	const late = Promise.withResolvers<Response>();
	const restored = [line(4, '新的第一句'), line(7, '新的第二句')];
	server = { ...server, epoch: 'f', lines: restored };
	const answer = Response.json({ ...server, lines: [line(7, '新的第二句')] });
	const usual = fetch;
	vi.stubGlobal('fetch', () => late.promise);
	chat.say('message', '在吗');
	vi.stubGlobal('fetch', usual);
	cut = (after) => after === '-1';
	chat.changed();
	await expect.poll(() => chat.failed).toBe('server.unreachable');
	late.resolve(answer);
	await expect.poll(() => asked).toEqual(['-1', '5', '-1', '-1']);
	cut = () => false;
	chat.changed();
	await expect.element(log()).toMatchTextContent(/新的第一句.*新的第二句/);
});
