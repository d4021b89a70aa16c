import { expect, test, vi } from 'vitest';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../../shared/ui/testing/show.ts';
import { later, picture, scriptedWall } from '../../testing/scripted-wall.ts';
import { MIXED_ROOM, tile } from '../../testing/tiles.ts';
import WallPage from './WallPage.svelte';

// they ask their own server, which is not there
vi.mock('../SignOff.svelte', () => ({ default: () => {} }));
vi.mock('../../../help/ui/RoomNotes.svelte', () => ({ default: () => {} }));

test.each<[Size]>([['laptop'], ['desktop'], ['tablet']])('[I1] the wall fits %s', async (size) => {
	const many = [...MIXED_ROOM, ...Array.from({ length: 30 }, (_, n) => tile(300 + n))];
	const script = scriptedWall(many);
	await show(WallPage, { wall: script.wall, loginPage: '/' }, { size });
	await script.welcome();
	await later(50);
	const [face, paper, desk] = [
		await picture('rgb(150 160 170)'),
		await picture('rgb(230 230 230)'),
		await picture('rgb(170 165 150)')
	];
	for (const one of many.filter(({ stage }) => stage === 'answer')) {
		script.picture(one, 'camera', script.now(), face);
		script.picture(one, 'screen', script.now(), paper);
		if (one.phone === 'filming') script.picture(one, 'evidence', script.now() - 20_000, desk);
	}
	await later(1200);
	await shoot(`wall-${size}`);
	// its dark ground reaches as far as its tiles
	const { height } = document.querySelector('.wall')?.getBoundingClientRect() ?? { height: 0 };
	expect(height).toBeGreaterThanOrEqual(document.documentElement.scrollHeight - 1);
	expect(cutTexts()).toEqual([]);
	expect(await seriousFaults()).toEqual([]);
	script.wall.size = 4;
	await later(300);
	await shoot(`wall-${size}-4`);
	expect(cutTexts()).toEqual([]);
	script.wall.close();
	await clear();
});
