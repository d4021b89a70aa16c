// 200 candidates on one page: 40 pictures and 10 tiles a second, and what that costs the page's main thread.
import { afterEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { clear, show } from '../../../shared/ui/testing/show.ts';
import { later, picture, scriptedWall, type ScriptedWall } from '../../testing/scripted-wall.ts';
import { heard, incident, tile } from '../../testing/tiles.ts';
import WallPage from './WallPage.svelte';

vi.mock('../SignOff.svelte', () => ({ default: () => {} }));
vi.mock('../../../help/ui/RoomNotes.svelte', () => ({ default: () => {} }));

const CANDIDATES = 200;
const SECONDS = 8;
/** On two cores with a browser that draws in software; a page that renders all tiles for each push takes all of it. */
const MOST_MS_PER_SECOND = 500;
const TRACKS = ['camera', 'screen', 'evidence'] as const;

let script: ScriptedWall;
afterEach(async () => {
	script.wall.close();
	await clear();
});

interface Metrics {
	readonly metrics: readonly { readonly name: string; readonly value: number }[];
}
const session = cdp() as unknown as {
	send(method: string, params?: object): Promise<Metrics>;
};
async function metric(...names: string[]): Promise<number[]> {
	const { metrics } = await session.send('Performance.getMetrics');
	return names.map((name) => metrics.find((one) => one.name === name)?.value ?? NaN);
}

test(
	'[I1] 200 candidates: 40 pictures and 10 tiles a second leave the page most of its time',
	{ timeout: 60_000 },
	async ({ annotate }) => {
		const room = Array.from({ length: CANDIDATES }, (_, n) => tile(n + 1));
		script = scriptedWall(room);
		await show(WallPage, { wall: script.wall, loginPage: '/' }, { size: 'desktop' });
		await script.welcome();
		await expect.poll(() => script.asked.looks.length).toBeGreaterThan(0);
		const looked = script.asked.looks.at(-1) ?? [];
		expect(looked.length).toBeGreaterThanOrEqual(24);
		expect(looked.length).toBeLessThan(80);

		const pictures = await Promise.all(
			['rgb(150 160 170)', 'rgb(230 230 230)', 'rgb(170 165 150)'].map((one) => picture(one))
		);
		const seen = room.filter(({ attempt }) => looked.includes(attempt ?? ''));
		await session.send('Performance.enable', { timeDomain: 'threadTicks' });
		const names = ['TaskDuration', 'ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];
		let sent = 0;
		async function second(): Promise<void> {
			for (let step = 0; step < 10; step++) {
				for (let n = 0; n < 4; n++, sent++) {
					const one = seen[sent % seen.length];
					const at = Math.floor(sent / seen.length) % 3;
					const [track, bytes] = [TRACKS[at], pictures[at]];
					if (one && track && bytes) script.picture(one, track, script.now(), bytes);
				}
				const which = 1 + ((sent * 7) % CANDIDATES);
				const worst = sent % 50 === 0 ? incident('serious', { key: String(sent) }) : null;
				script.push(
					tile(which, { worst, desktop: heard({ roundTripMs: sent % 90 }, script.now()) })
				);
				await later(100);
			}
		}
		await second();
		const before = await metric(...names);
		const begun = performance.now();
		for (let n = 0; n < SECONDS; n++) await second();
		const seconds = (performance.now() - begun) / 1000;
		const after = await metric(...names);
		const perSecond = after.map((value, n) =>
			Math.round(((value - (before[n] ?? 0)) * 1000) / seconds)
		);
		expect(document.querySelectorAll('[data-candidate]')).toHaveLength(CANDIDATES);
		expect(document.querySelectorAll('.picture.fresh').length).toBeGreaterThan(40);
		await annotate(
			`ms of the main thread a second: ${names.map((name, n) => `${name} ${String(perSecond[n])}`).join(', ')}`
		);
		expect(perSecond[0]).toBeLessThan(MOST_MS_PER_SECOND);
	}
);
