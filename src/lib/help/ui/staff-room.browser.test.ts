// What staff say to a whole room, and write down for it, in a real browser: one press, lost answers, an ended session.
import type { Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { BEFORE, uuid } from '../../attempt/testing/events.ts';
import { clear, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import BroadcastDialog from './BroadcastDialog.svelte';
import RoomNotes from './RoomNotes.svelte';

const ROOM = uuid(2);
const PREPARED = ['收到，请继续作答。', '请正对镜头，保持在画面内。'];
type Shown = Component<Record<string, unknown>>;
const button = (name: string) => page.getByRole('button', { name });

let notes: object[] = [];
/** How the next requests go; then as they should. */
let weather: ('lost' | 401 | 409)[];
let posts: Record<string, unknown>[];
const REFUSED = { 401: 'access.login-required', 409: 'act.id-taken' };

beforeEach(() => {
	weather = [];
	posts = [];
	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : null;
		if (body) posts.push(body);
		const how = weather.shift();
		if (how === 'lost') throw new TypeError('the answer is lost');
		if (how) return Response.json({ code: REFUSED[how] }, { status: how });
		if (path.includes('/broadcast'))
			return Response.json(body ? { sent: 27, absent: 3 } : { running: 27, absent: 3 });
		return Response.json({ entries: notes });
	});
});
afterEach(async () => {
	await clear();
	vi.unstubAllGlobals();
});

describe('[I3] a broadcast', () => {
	const onclose = vi.fn();
	const dialog = () =>
		show(BroadcastDialog as unknown as Shown, { room: ROOM, prepared: PREPARED, onclose });
	const text = () => page.getByRole('textbox', { name: '要说的话' });

	test('is written, looked at with how many get it, sent, and says how many were told', async () => {
		await dialog();
		await expect.element(text()).toHaveFocus();
		await expect.element(button('下一步：核对')).toHaveAccessibleDescription('请先输入内容。');
		await button(PREPARED[1] ?? '').click();
		await page.getByRole('checkbox').click();
		await button('下一步：核对').click();
		await expect.element(page.getByText(/发给 27 名.*3 名考生收不到/)).toBeVisible();
		await expect.element(page.getByText('以警告发给，每名考生都要确认：')).toBeVisible();
		await shoot('staff-broadcast');
		expect(await seriousFaults()).toEqual([]);
		expect(posts).toEqual([]);
		await button('发给全考场').dblClick();
		await expect.element(page.getByText('已发给 27 名考生')).toBeVisible();
		expect(posts).toHaveLength(1);
		expect(posts[0]).toMatchObject({ as: 'warning', text: PREPARED[1] });
		await button('关闭').click();
		expect(onclose).toHaveBeenCalledOnce();
	});

	test('whose answer was lost is asked for again by the same id and the same words', async () => {
		await dialog();
		await text().fill('请大家检查麦克风');
		await button('下一步：核对').click();
		await expect.element(page.getByText(/发给 27 名/)).toBeVisible();
		weather = ['lost'];
		await button('发给全考场').click();
		await expect.element(page.getByText(/可能已经发给了一部分考生/)).toBeVisible();
		await button('重发').click();
		await expect.element(page.getByText('已发给 27 名考生')).toBeVisible();
		const [one, two] = posts;
		expect(two).toEqual(one);
	});

	test('[I4] whose answer was lost before the session ended may have been told all the same', async () => {
		await dialog();
		await text().fill('请大家检查麦克风');
		await button('下一步：核对').click();
		await expect.element(page.getByText(/发给 27 名/)).toBeVisible();
		weather = ['lost', 401];
		await button('发给全考场').click();
		await expect.element(page.getByText(/可能已经发给了一部分考生/)).toBeVisible();
		await button('重发').click();
		await expect.poll(() => posts.length).toBe(2);
		await expect.element(page.getByText(/可能已经发给了一部分考生/)).toBeVisible();
		await expect.element(page.getByText(/登录已失效/)).toBeVisible();
	});
});

describe('[I3] the room’s record', () => {
	test('is read, written once also after a lost answer, and read again when it changed', async () => {
		notes = [];
		await show(RoomNotes as unknown as Shown, { room: ROOM, may: true });
		await expect.element(page.getByText(/还没有记录/)).toBeVisible();
		await page.getByRole('textbox').fill('042 的手机换过一次');
		weather = ['lost'];
		await button('记下').click();
		await expect.element(page.getByText('没有记下')).toBeVisible();
		const by = { account: uuid(9), name: '测试监督甲' };
		const data = { text: '042 的手机换过一次' };
		const broadcast = { text: '请安静', warning: true, sent: 27, absent: 3 };
		notes = [
			{ id: uuid(5), kind: 'broadcast', data: broadcast, at: BEFORE, by },
			{ id: uuid(6), kind: 'note', data, at: BEFORE, by }
		];
		await button('记下').click();
		await expect.element(page.getByRole('textbox')).toHaveValue('');
		await expect.element(page.getByRole('listitem').nth(0)).toMatchTextContent(/27 人.*请安静/);
		await expect.element(page.getByRole('listitem').nth(1)).toMatchTextContent(/042.*测试监督甲/);
		const ids = posts.map(({ id }) => id);
		expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
		expect(await seriousFaults()).toEqual([]);
	});

	test('[I4] of somebody else’s id the same words are another note: nobody is locked out of them', async () => {
		notes = [];
		await show(RoomNotes as unknown as Shown, { room: ROOM, may: true });
		await page.getByRole('textbox').fill('042 的手机换过一次');
		// the first writer's answer is lost, their session ends, and who logs in here then is another
		weather = ['lost', 401, 409];
		for (const tries of [1, 2, 3]) {
			await button('记下').click();
			await expect.poll(() => posts.length).toBe(tries);
		}
		await button('记下').click();
		await expect.element(page.getByRole('textbox')).toHaveValue('');
		const [lost, expired, taken, own] = posts.map(({ id }) => id);
		expect([expired, taken]).toEqual([lost, lost]);
		expect(own).not.toBe(lost);
	});

	test('who may not write reads it', async () => {
		notes = [];
		await show(RoomNotes as unknown as Shown, { room: ROOM, may: false });
		await expect.element(page.getByText(/还没有记录/)).toBeVisible();
		expect(document.querySelectorAll('textarea')).toHaveLength(0);
	});
});
