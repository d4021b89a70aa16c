// The staff's side of the conversation in a real browser: one press, lost answers, what is told of each line.
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { BEFORE, uuid } from '../../attempt/testing/events.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { Conversation, StaffLine } from '../conversation.ts';
import { createChat } from './chat-controller.svelte.ts';
import ChatPanel from './ChatPanel.svelte';

const ATTEMPT = uuid(1);
const PREPARED = ['收到，请继续作答。', '请正对镜头，保持在画面内。'];
type Shown = Component<Record<string, unknown>>;
const button = (name: string | RegExp) => page.getByRole('button', { name });
const box = () => page.getByRole('textbox', { name: '消息' });
const log = () => page.getByRole('log');

const CODES: Readonly<Record<number, string>> = { 401: 'access.login-required' };

/** What this test's server has, and what it was asked. */
let server: {
	lines: StaffLine[];
	standing: Omit<Conversation, 'lines' | 'epoch' | 'older'>;
	epoch: string;
	/** How the next requests go; then as they should. `lost`: done, and the answer does not come. */
	weather: ('gone' | 'lost' | number)[];
};
let asked: { method: string; path: string; body: Record<string, unknown> | null }[];
const posts = () => asked.filter(({ method }) => method === 'POST');

const line = (seq: number, changes: Partial<StaffLine> = {}): StaffLine => ({
	...{ seq, id: uuid(100 + seq), from: 'candidate', text: '家人刚进来送水。', at: BEFORE },
	...{ warning: null, broadcast: false, by: null },
	...changes
});
const STAFF = { from: 'staff', by: { account: uuid(9), name: '测试监督甲' } } as const;

function takes({ id, as, text }: Record<string, unknown>): void {
	if (server.lines.some((one) => one.id === id)) return;
	const seq = (server.lines.at(-1)?.seq ?? 0) + 1;
	const warning = as === 'warning' ? String(id) : null;
	server.lines.push(line(seq, { ...STAFF, id: String(id), text: String(text), warning }));
}

beforeEach(() => {
	sessionStorage.clear();
	asked = [];
	server = {
		lines: [],
		standing: { delivered: 0, seen: 0, acknowledged: {}, ended: false },
		...{ epoch: 'e', weather: [] }
	};
	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		const method = init.method ?? 'GET';
		const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : null;
		asked.push({ method, path, body });
		const weather = server.weather.shift();
		if (weather === 'gone') throw new TypeError('no network');
		if (typeof weather === 'number')
			return Response.json(
				{ code: CODES[weather] ?? 'attempt.already-ended' },
				{ status: weather }
			);
		if (body) takes(body);
		if (weather === 'lost') throw new TypeError('the answer is lost');
		const after = Number(new URL(path, location.href).searchParams.get('after'));
		const { epoch, standing } = server;
		return Response.json({
			...{ epoch, ...standing, older: false },
			lines: server.lines.filter(({ seq }) => seq > after)
		});
	});
});
let chat: ReturnType<typeof createChat> | null = null;
afterEach(async () => {
	await clear();
	chat?.close();
	vi.unstubAllGlobals();
});

async function open(props: object = {}): Promise<ReturnType<typeof createChat>> {
	chat = createChat({ attempt: ATTEMPT, clock: { now: () => BEFORE } });
	await show(ChatPanel as unknown as Shown, {
		chat,
		may: true,
		exports: true,
		prepared: PREPARED,
		...props
	});
	await expect.poll(() => chat?.standing).not.toBeNull();
	return chat;
}

describe('[I3] the conversation with one candidate', () => {
	test('says who, when, and how far each line has come; it goes on without being read anew', async () => {
		server.lines = [
			line(3, { ...STAFF, text: '请确认房间里只有您一人', warning: 'w' }),
			line(5),
			line(7, { ...STAFF, text: '收到。请关好门。' }),
			line(8, { ...STAFF, text: '大家请注意时间。', broadcast: true }),
			line(9, { ...STAFF, text: null, by: null })
		];
		server.standing = { delivered: 8, seen: 7, acknowledged: { w: BEFORE + 3000 }, ended: false };
		const { changed } = await open();
		await expect.element(log()).toMatchTextContent(/警告.*只有您一人.*测试监督甲.*考生已确认/);
		await expect.element(log()).toMatchTextContent(/请关好门。.*已读.*注意时间。.*全场.*已送达/);
		await expect.element(log()).toMatchTextContent(/（内容已删除）.*监督员.*已发出/);
		server.lines.push(line(11, { text: '好的' }));
		changed();
		await expect.element(log()).toMatchTextContent(/好的/);
		expect(asked.map(({ path }) => path.split('?')[1])).toEqual(['after=-1', 'after=9']);
		await shoot('staff-chat');
		expect(await seriousFaults()).toEqual([]);
		expect(cutTexts()).toEqual([]);
	});

	test('Enter sends once; the box is empty, the line is there', async () => {
		await open();
		await expect.element(button('发送')).toHaveAccessibleDescription('请先输入内容。');
		await box().fill('请稍等');
		await userEvent.keyboard('{Enter}{Enter}');
		await expect.element(log()).toMatchTextContent(/请稍等.*测试监督甲.*已发出/);
		await expect.element(box()).toHaveValue('');
		expect(posts()).toHaveLength(1);
	});

	test('a lost answer is asked for again by the same id: said once', async () => {
		await open();
		server.weather = ['lost'];
		await box().fill('请稍等');
		await button('发送').click();
		await expect.element(log()).toMatchTextContent(/没有发出/);
		await button('重发').click();
		await expect.element(log()).toMatchTextContent(/请稍等.*已发出/);
		const ids = posts().map(({ body }) => body?.['id']);
		expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
		expect(server.lines).toHaveLength(1);
	});

	test('[I4] a session that ended behind a lost answer refuses nothing: it says so, and the same is asked again', async () => {
		await open();
		server.weather = ['lost', 401];
		await box().fill('请稍等');
		await button('发送').click();
		await button('重发').click();
		await expect.element(log()).toMatchTextContent(/重发不会重复.*登录已失效/);
		await expect.element(button('删除')).not.toBeInTheDocument();
		await button('重发').click();
		await expect.element(log()).toMatchTextContent(/请稍等.*已发出/);
		expect(new Set(posts().map(({ body }) => body?.['id'])).size).toBe(1);
	});

	test('what came through although nobody answered is not shown twice', async () => {
		const { changed } = await open();
		server.weather = ['lost'];
		await box().fill('请稍等');
		await button('发送').click();
		await expect.element(button('重发')).toBeVisible();
		changed();
		await expect.element(button('重发')).not.toBeInTheDocument();
		expect(chat?.messages).toHaveLength(1);
	});

	test('a reload in the middle keeps the draft, and what nobody answered with its id', async () => {
		await open();
		server.weather = ['gone'];
		await box().fill('没有网络');
		await button('发送').click();
		await expect.element(button('重发')).toBeVisible();
		await box().fill('写到一半');
		chat?.close();
		await open();
		await expect.element(box()).toHaveValue('写到一半');
		await button('重发').click();
		await expect.element(log()).toMatchTextContent(/没有网络.*已发出/);
		const ids = posts().map(({ body }) => body?.['id']);
		expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
	});

	test('a prepared text goes at one press, a double click is one, and a draft is not lost to it', async () => {
		await open();
		await button(PREPARED[0] ?? '').dblClick();
		await expect.element(log()).toMatchTextContent(/收到，请继续作答。.*已发出/);
		expect(posts()).toHaveLength(1);
		await box().fill('好，');
		await button(PREPARED[1] ?? '').click();
		await expect.element(box()).toHaveValue(`好，${PREPARED[1] ?? ''}`);
		expect(posts()).toHaveLength(1);
	});

	test('a warning is said so, fills before it goes, and the next word is none', async () => {
		await open();
		await page.getByRole('checkbox').click();
		await button(PREPARED[1] ?? '').click();
		expect(posts()).toEqual([]);
		await button('发出警告').click();
		await expect.element(log()).toMatchTextContent(/警告.*保持在画面内/);
		expect(posts()[0]?.body).toMatchObject({ as: 'warning', text: PREPARED[1] });
		await expect.element(page.getByRole('checkbox')).not.toBeChecked();
		await expect.element(button('发送')).toBeVisible();
	});

	test('after the end a warning says why not; one that was refused can be let go', async () => {
		await open();
		server.weather = [409];
		await page.getByRole('checkbox').click();
		await box().fill('晚了');
		await button('发出警告').click();
		await expect.element(log()).toMatchTextContent(/没有发出.*已经结束/);
		await button('删除').click();
		await expect.element(log()).toMatchTextContent(/还没有消息/);
		server.standing = { ...server.standing, ended: true };
		chat?.changed();
		await page.getByRole('checkbox').click();
		await box().fill('还是警告');
		await expect
			.element(button('发出警告'))
			.toHaveAccessibleDescription('考试已结束，不能再发警告。可以发消息。');
		await button('发出警告').click({ force: true });
		expect(posts()).toHaveLength(1);
	});

	test('without a network it says that it may be old, keeps what is there, and is read again', async () => {
		server.lines = [line(3)];
		const { changed } = await open();
		server.weather = ['gone'];
		changed();
		await expect.element(page.getByText('对话没有读到最新')).toBeVisible();
		await expect.element(log()).toMatchTextContent(/送水/);
		expect(await seriousFaults()).toEqual([]);
		await button('再读一次').click();
		await expect.element(page.getByText('对话没有读到最新')).not.toBeInTheDocument();
	});

	test('of a restored server all is read anew', async () => {
		server.lines = [line(3), line(30, { text: '恢复前的话' })];
		const { changed } = await open();
		server.lines = [line(3), line(4, { text: '恢复后的话' })];
		server.epoch = 'f';
		changed();
		await expect.element(log()).toMatchTextContent(/送水.*恢复后的话/);
		expect(chat?.messages).toHaveLength(2);
	});

	test('who only reads is told so, and has nothing to press', async () => {
		server.lines = [line(3)];
		await open({ may: false });
		await expect.element(page.getByText('您可以看，不能发言。')).toBeVisible();
		expect(document.querySelectorAll('button, textarea')).toHaveLength(0);
	});
});
