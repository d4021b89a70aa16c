import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { clear, seriousFaults, shoot, show } from '../../../shared/ui/testing/show.ts';
import {
	later,
	picture,
	refusedWith,
	scriptedWall,
	type ScriptedWall
} from '../../testing/scripted-wall.ts';
import { heard, idOf, incident, MIXED_ROOM, NOW, tile } from '../../testing/tiles.ts';
import type { Tile } from '../../tile.ts';
import { SILENT_AFTER_MS } from '../../tile-need.ts';
import { CALM_AFTER_MS } from '../../wall-order.ts';
import WallPage from './WallPage.svelte';

// they ask their own server, which is not there
vi.mock('../SignOff.svelte', () => ({ default: () => {} }));
vi.mock('../../../help/ui/RoomNotes.svelte', () => ({ default: () => {} }));

let script: ScriptedWall;
async function open(tiles: readonly Tile[] = MIXED_ROOM): Promise<void> {
	script = scriptedWall(tiles);
	await show(WallPage, { wall: script.wall, loginPage: '/?next=x' });
	await script.welcome();
	await later(50);
}

const tiles = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-candidate]')];
const numbers = (): string[] => tiles().map((one) => one.querySelector('b')?.textContent ?? '');
const tileAt = (number: string): HTMLElement => {
	const one = tiles().find((each) => each.querySelector('b')?.textContent === number);
	if (!one) throw new Error(`no tile ${number}`);
	return one;
};
const text = (element: Element | null): string =>
	(element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

/** Of its corner, as it is drawn. */
function redOf(canvas: HTMLCanvasElement | null): number {
	const look = new OffscreenCanvas(8, 8).getContext('2d');
	if (!look || !canvas) return -1;
	look.drawImage(canvas, 0, 0, 8, 8);
	return look.getImageData(0, 0, 1, 1).data[0] ?? -1;
}

beforeEach(async () => {
	// away from the grid
	await userEvent.unhover(document.body);
});
afterEach(async () => {
	script.wall.close();
	await clear();
});

describe('[I1] what a tile shows', () => {
	test('danger is filled, attention has a rule only, each with its word and how long', async () => {
		await open();
		expect(numbers()).toEqual([
			...['008', '042', '117', '090', '063', '151', '021', '017', '003', '035', '…0200']
		]);
		expect(tileAt('042').dataset['state']).toBe('danger');
		expect(text(tileAt('042').querySelector('.foot'))).toMatch(/^画面里不止一个人 3\d 秒$/);
		expect(text(tileAt('090').querySelector('.foot'))).toMatch(/^断线，仍在本机录制 (4|5)\d 秒$/);
		expect(text(tileAt('003').querySelector('.foot'))).toBe('答题，已答 1 题 滞后 2 秒');
		const fill = (number: string): string => getComputedStyle(tileAt(number)).backgroundColor;
		expect(fill('063')).toBe(fill('003'));
		expect(fill('042')).not.toBe(fill('003'));
		expect(getComputedStyle(tileAt('063')).boxShadow).not.toBe('none');
		expect(text(tileAt('021').querySelector('.unread'))).toBe('未读消息1');
		expect(tileAt('035').querySelector('.unconfirmed')).not.toBeNull();
		expect(tileAt('003').querySelector('.unconfirmed')).toBeNull();
	});

	test('which of the three pictures is missing, and why', async () => {
		await open();
		const words = (number: string): string[] =>
			[...tileAt(number).querySelectorAll('.picture')].map((one) => text(one));
		expect(words('151')).toEqual(['摄像头：还没有画面', '屏幕：还没有画面', '手机中断']);
		expect(words('090')).toEqual(['摄像头断线', '屏幕断线', '手机：还没有画面']);
		expect(words('…0200')).toEqual(['摄像头：未登录', '屏幕：未登录', '手机：未登录']);
	});

	test('a picture is drawn as it comes, an old one says its age, a broken one changes nothing', async () => {
		await open();
		const own = MIXED_ROOM[0] ?? tile(3);
		const canvas = tileAt('003').querySelector('canvas');
		script.picture(own, 'camera', script.now(), await picture('rgb(200 30 30)', 64, 36));
		await expect.poll(() => redOf(canvas)).toBeGreaterThan(180);
		script.picture(own, 'camera', script.now(), Uint8Array.of(1, 2, 3));
		script.picture(own, 'screen', script.now() - 40_000, await picture('rgb(240 240 240)'));
		await expect.poll(() => text(tileAt('003').querySelector('.screen'))).toMatch(/^4\d 秒前$/);
		expect(redOf(canvas)).toBeGreaterThan(180);
		expect(text(tileAt('003').querySelector('.camera'))).toBe('');
	});

	test('[I1] of a computer that was replaced nothing is shown as the next one’s', async () => {
		const own = MIXED_ROOM[0];
		if (!own) throw new Error('no tile');
		const at = NOW - 1000;
		const shown = { camera: at, screen: null, evidence: null };
		await open([{ ...own, pictures: shown }]);
		const canvas = () => tileAt('003').querySelector<HTMLCanvasElement>('.camera canvas');
		script.picture(own, 'camera', at, await picture('rgb(200 30 30)', 64, 36));
		await expect.poll(() => redOf(canvas())).toBeGreaterThan(150);
		script.push({ ...own, pictures: { ...shown, camera: null } });
		await expect.poll(() => canvas()?.hidden).toBe(true);
		script.picture(own, 'camera', script.now(), await picture('rgb(30 30 200)', 64, 36));
		await expect.poll(() => canvas()?.hidden).toBe(false);
		expect(redOf(canvas())).toBeLessThan(100);
	});

	test('who may not see pictures has tiles without any, and asks for none', async () => {
		script = scriptedWall(MIXED_ROOM, {
			me: { account: idOf(5), name: '考务', permissions: ['room.view'] }
		});
		await show(WallPage, { wall: script.wall, loginPage: '/' });
		await script.welcome();
		await later(400);
		expect(document.querySelector('canvas')).toBeNull();
		expect(document.querySelector('.star button, button.star')).toBeNull();
		expect(script.asked.looks).toEqual([]);
		expect(document.body.textContent).not.toContain('向全场广播');
		await expect.element(page.getByText('您的账号不能看考生画面。')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
	});
});

describe('[I1] order', () => {
	const calm = tile(3);
	const danger = tile(3, { worst: incident('serious', { key: 'new' }) });

	test('a new danger goes up at once, is announced, sounds, and is in the title', async () => {
		await open([tile(1), tile(2), calm]);
		expect(document.title).toBe('第 3 考场 · 对面');
		script.push(danger);
		await expect.poll(numbers).toEqual(['003', '001', '002']);
		expect(text(document.querySelector('.announced'))).toBe('003 画面里不止一个人');
		expect(document.title).toBe('(1) 第 3 考场 · 对面');
		expect(script.asked.sounds).toBe(1);
	});

	test('nothing moves under the pointer; a button sorts', async () => {
		await open([tile(1), tile(2), calm]);
		await userEvent.hover(tileAt('001'));
		script.push(danger);
		await expect.element(page.getByRole('button', { name: '1 项有变化，重新排序' })).toBeVisible();
		expect(numbers()).toEqual(['001', '002', '003']);
		expect(tileAt('003').dataset['state']).toBe('danger');
		expect(text(document.querySelector('.announced'))).toContain('003');
		script.wall.resort();
		await expect.poll(numbers).toEqual(['003', '001', '002']);
	});

	test('nothing moves beside the focus, also what the filter does not find any more', async () => {
		await open([tile(1), tile(2), danger, tile(4, { worst: incident('serious') })]);
		script.wall.choose('danger');
		await expect.poll(numbers).toEqual(['003', '004']);
		tileAt('004').querySelector<HTMLElement>('.open')?.focus();
		script.push(calm);
		await later(400);
		expect(numbers()).toEqual(['003', '004']);
		(document.activeElement as HTMLElement).blur();
		await expect.poll(numbers).toEqual(['004']);
	});

	test('what flickers stands still; what is over goes down later', async () => {
		await open([tile(1), tile(2), danger]);
		script.push(calm);
		await later(600);
		expect(numbers()).toEqual(['003', '001', '002']);
		await later(CALM_AFTER_MS + 1500);
		expect(numbers()).toEqual(['001', '002', '003']);
	});
});

describe('[I1] filters and keys', () => {
	test('filters, stages and search show their own, with counts', async () => {
		await open();
		await page.getByRole('button', { name: '待处理 3' }).click();
		await expect.poll(numbers).toEqual(['008', '042', '117']);
		await page.getByRole('button', { name: '待处理 3' }).click();
		await page.getByRole('button', { name: '手机中断 1' }).click();
		await expect.poll(numbers).toEqual(['151']);
		await page.getByRole('button', { name: '未登录 1' }).click();
		await expect.poll(numbers).toEqual(['…0200']);
		await page.getByRole('button', { name: '全部 11' }).click();
		await page.getByRole('searchbox').fill('生63');
		await expect.poll(numbers).toEqual(['063']);
		await page.getByRole('searchbox').fill('没有');
		await expect.element(page.getByText('没有符合的考生。')).toBeVisible();
	});

	test('arrows move, W watches closely and takes it back when refused, / searches, 1–4 size, ? tells', async () => {
		await open();
		const columns = (): number =>
			getComputedStyle(document.querySelector('.tiles') ?? document.body).gridTemplateColumns.split(
				' '
			).length;
		const focused = (): string =>
			document.activeElement?.closest('[data-candidate]')?.querySelector('b')?.textContent ?? '';
		tileAt('008').querySelector<HTMLElement>('.open')?.focus();
		await userEvent.keyboard('{ArrowRight}');
		expect(focused()).toBe('042');
		await userEvent.keyboard('{ArrowDown}');
		expect(focused()).toBe(numbers()[1 + columns()]);
		await userEvent.keyboard('{Home}');
		expect(focused()).toBe('008');
		await userEvent.keyboard('w');
		expect(script.asked.watched).toEqual([[tile(8).candidate, true]]);
		await expect.poll(() => text(document.querySelector('nav'))).toContain('密切关注2');
		script.watchAnswer = 'server.unreachable';
		await userEvent.keyboard('w');
		await expect.element(page.getByText('密切关注没有记录成功')).toBeVisible();
		expect(tileAt('008').querySelector('.star')?.getAttribute('aria-pressed')).toBe('true');
		for (const [key, count] of [
			['1', 2],
			['2', 3],
			['3', 4]
		] as const) {
			await userEvent.keyboard(key);
			expect(columns()).toBe(count);
		}
		const { height } = tileAt('042').getBoundingClientRect();
		expect(height * 4).toBeLessThan(768);
		await userEvent.keyboard('/');
		expect(document.activeElement?.getAttribute('type')).toBe('search');
		await userEvent.keyboard('4w');
		expect(script.wall.typed).toBe('4w');
		expect(script.wall.size).toBe(16);
		await userEvent.keyboard('{Escape}?');
		await expect.element(page.getByRole('dialog')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
	});

	test('whoever may write speaks to the whole room; its keys are its own', async () => {
		await open();
		await page.getByRole('button', { name: '向全场广播' }).click();
		await page.getByRole('textbox').fill('w/1?');
		expect([script.wall.size, script.asked.watched]).toEqual(['all', []]);
		expect(await seriousFaults()).toEqual([]);
	});

	test('one tile is in the tab order; who has not begun opens a panel', async () => {
		await open();
		expect(document.querySelectorAll('.open[tabindex="0"]')).toHaveLength(1);
		expect(tileAt('042').querySelector('a')?.getAttribute('href')).toBe(
			`/proctor/attempts/${tile(42).attempt ?? ''}`
		);
		tileAt('…0200').querySelector<HTMLElement>('.open')?.focus();
		await userEvent.keyboard('{Enter}');
		await expect.element(page.getByRole('dialog')).toBeVisible();
		await expect.element(page.getByText('准考证号 2026112800200')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
	});
});

describe('[I1] what the page does not see', () => {
	test('blind says since when, and calls nobody cut off for it', async () => {
		await open([tile(1), tile(2)]);
		const since = script.now();
		script.push(tile(1, { desktop: heard({}, since - SILENT_AFTER_MS + 500) }));
		script.events.stateChanged({ state: 'blind', since });
		await expect.element(page.getByText(/看不到新情况，自 \d\d:\d\d:\d\d 起/)).toBeVisible();
		await later(1500);
		expect(tiles().map((one) => one.dataset['state'])).toEqual([undefined, undefined]);
		await shoot('wall-blind');
		expect(await seriousFaults()).toEqual([]);
		await script.welcome();
		await expect.poll(() => document.body.textContent).not.toContain('看不到新情况');
	});

	test('a socket that is back sees only when the room was read', async () => {
		await open([tile(1)]);
		script.events.stateChanged({ state: 'blind', since: script.now() });
		script.answer = refusedWith('server.unreachable');
		await script.welcome();
		expect(script.wall.sight.state).toBe('blind');
	});

	test('refused says why and leads to the login', async () => {
		await open([tile(1)]);
		script.events.stateChanged({ state: 'refused', code: 'access.login-required' });
		await expect
			.element(page.getByRole('link', { name: '重新登录' }))
			.toHaveAttribute('href', '/?next=x');
	});

	test('before it is read, when it cannot be, and when nobody is in it', async () => {
		script = scriptedWall([]);
		await show(WallPage, { wall: script.wall, loginPage: '/' });
		await expect.element(page.getByText('正在读取考场。')).toBeVisible();
		script.answer = refusedWith('room.not-found');
		await script.welcome();
		await expect.element(page.getByText('打不开这个考场')).toBeVisible();
		expect(await seriousFaults()).toEqual([]);
		script.wall.close();
		await open([]);
		await expect.element(page.getByText('这个考场还没有考生。')).toBeVisible();
	});

	test('an answer that was under way does not undo what was pushed meanwhile', async () => {
		await open([tile(1)]);
		script.push(tile(1, { unread: 4 }));
		await script.welcome();
		await later(300);
		expect(script.wall.counts.unread).toBe(1);
	});
});
