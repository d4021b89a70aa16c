import { afterEach, expect, test } from 'vitest';
import type { IncidentSummary } from '../../integrity/incident-summary.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';
import type { CandidateRow, Need } from '../candidate-row.ts';
import RoomTable from './RoomTable.svelte';

const row = (name: string, need: Need, incidents: IncidentSummary): CandidateRow => ({
	...{ candidate: name, name, admission: name, attempt: name, stage: 'answer', need, incidents },
	...{ cameraMs: 60_000, screenMs: 60_000, missingMs: 0, partsArrived: 1, partsAnnounced: 2 }
});
const room = {
	...{
		id: 'r',
		exam: 'e',
		name: '第一考场',
		mayOpen: true,
		mayAct: false,
		mayWatch: true,
		people: []
	},
	candidates: [
		row('甲', 'incidents', { worst: 'serious', toJudge: 3, open: 'serious' }),
		row('乙', 'incidents', { worst: 'attention', toJudge: 1, open: 'note' }),
		row('丙', 'running', { worst: 'note', toJudge: 0, open: null }),
		row('丁', 'running', { worst: null, toJudge: 0, open: null })
	]
};

afterEach(clear);

test('[I1][C34] how bad it is stands in word and shape; what is only noted marks nobody', async () => {
	await show(RoomTable, { room, lateEntry: false, onadmitted() {} });
	const cells = [...document.querySelectorAll('tbody tr')].map((line) =>
		[0, 7].map((at) => {
			const cell = line.children[at];
			const shape = cell?.querySelector('[data-state]')?.getAttribute('data-state') ?? null;
			return [cell?.textContent.replaceAll(/\s+/g, ' ').trim(), shape];
		})
	);
	expect(cells).toEqual([
		[
			['有异常记录', 'danger'],
			['重要 3 正在发生', 'danger']
		],
		[
			['有异常记录', 'attention'],
			['留意 1', 'attention']
		],
		[
			['进行中', 'busy'],
			['记录', 'idle']
		],
		[
			['进行中', 'busy'],
			['—', null]
		]
	]);
	expect(document.querySelector('h2')?.textContent).toContain('4 人，2 人需要查看');
	expect(await seriousFaults()).toEqual([]);
	expect(cutTexts()).toEqual([]);
	await shoot('room-table');
});

test.each([false, true])(
	'[I2] each candidate’s page is led to under one name, whatever is done there (acts: %s)',
	async (mayAct) => {
		await show(RoomTable, { room: { ...room, mayAct }, lateEntry: false, onadmitted() {} });
		const links = [...document.querySelectorAll('tbody a')];
		expect(
			links.map((link) => [...[link.getAttribute('href'), link.textContent.trim(), link.ariaLabel]])
		).toEqual(
			room.candidates.map(({ name }) => [`/proctor/attempts/${name}`, '打开', `打开${name}的页面`])
		);
	}
);

test('[I5] who has no such page is told that it is the page that they lack', async () => {
	await show(RoomTable, {
		room: { ...room, mayOpen: false, mayAct: false },
		lateEntry: false,
		onadmitted() {}
	});
	expect(document.querySelector('tbody a')).toBeNull();
	expect(document.querySelector('tbody')?.textContent).toContain('您的账号不能打开考生的页面');
	expect(cutTexts()).toEqual([]);
});
