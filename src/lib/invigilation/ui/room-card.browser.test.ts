import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import { notBegun, tile } from '../testing/tiles.ts';
import RoomCard from './RoomCard.svelte';

const room = {
	...{ id: 'r', exam: 'e', name: '第一考场', mayOpen: true, mayAct: true, mayWatch: true },
	people: [{ account: 'a', name: '测试监督甲', attempt: null }],
	candidates: [tile(1), tile(2), tile(3, { stage: 'upload' }), notBegun(4)]
};

afterEach(clear);

test('[I1] a room says how many are in which stage and who is present, and leads to its wall', async () => {
	await show(RoomCard, { room, lateEntry: false, onadmitted() {}, open: true });
	const stages = [...document.querySelectorAll('.head li')].map((one) =>
		one.textContent.replaceAll(/\s+/g, ' ').trim()
	);
	expect(stages).toEqual(['未登录 1', '答题中 2', '上传中 1']);
	await expect
		.element(page.getByRole('link', { name: '进入第一考场' }))
		.toHaveAttribute('href', '/proctor/rooms/r');
	expect(document.querySelector('.people')?.textContent).toContain('测试监督甲');
	await expect.element(page.getByRole('table')).toBeVisible();
	expect(await seriousFaults()).toEqual([]);
	expect(cutTexts()).toEqual([]);
	await shoot('room-card');
});

test('[I1] its list can be folded away; nobody present is said', async () => {
	await show(RoomCard, {
		room: { ...room, people: [] },
		lateEntry: false,
		onadmitted() {},
		open: false
	});
	expect(document.querySelector('table')?.checkVisibility()).toBe(false);
	expect(document.querySelector('.people')?.textContent).toContain('没有监督员在场');
});

test('[I5] who may not watch it has its list, without what was noticed, and no way to its wall', async () => {
	await show(RoomCard, {
		room: { ...room, mayWatch: false },
		lateEntry: false,
		onadmitted() {},
		open: true
	});
	expect(document.querySelector('.head strong')?.textContent).toBe('第一考场');
	await expect.element(page.getByRole('table')).toBeVisible();
	expect(document.querySelector('a[href="/proctor/rooms/r"]')).toBeNull();
	const columns = [...document.querySelectorAll('thead th')].map((one) => one.textContent);
	expect(columns).not.toContain('异常');
	expect(columns).toHaveLength(document.querySelectorAll('tbody tr:first-child > *').length);
	// that it says of nobody that they are there would be no truth either
	expect(document.querySelector('.people')).toBeNull();
});
