// The candidate's side of a warning: over the sheet, one after the other, behind what must be mended first.
import { flushSync, type Component } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import AttemptPage from '../../attempt/ui/AttemptPage.svelte';
import type { RoomView } from '../../attempt/ui/room-view.ts';
import { changingRoom } from '../../attempt/ui/testing/changing-room.svelte.ts';
import { recordingActions, STARTS_AT } from '../../attempt/ui/testing/sample-room.ts';
import { clear, cutTexts, seriousFaults, shoot, show } from '../../shared/ui/testing/show.ts';

const Page = AttemptPage as unknown as Component<Record<string, unknown>>;
const WARNINGS = [
	{ id: 'w1', text: '请确认房间里只有您一人。', at: STARTS_AT + 30_000 },
	{ id: 'w2', text: '请把手机放回原处。', at: STARTS_AT + 40_000 }
];
const answering: Partial<RoomView> = {
	stage: 'answer',
	now: STARTS_AT + 60_000,
	startedAt: STARTS_AT
};
const cover = () => page.getByRole('alertdialog');
const known = () => page.getByRole('button', { name: '我已知道' });

let actions: ReturnType<typeof recordingActions>;
beforeEach(() => {
	actions = recordingActions();
});
afterEach(clear);

async function live(changes: Partial<RoomView>): Promise<(changes: Partial<RoomView>) => void> {
	const room = changingRoom(changes);
	await show(
		Page,
		Object.defineProperty({ actions }, 'view', { enumerable: true, get: () => room.props.view })
	);
	return (next) => {
		room.change(next);
		flushSync();
	};
}

const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();

test('[I3] it covers the sheet alone: clock, rail and footer stay, and nothing but it is said', async () => {
	await live({ ...answering, warnings: WARNINGS.slice(0, 1) });
	await expect.element(cover()).toHaveAccessibleName('监督员的警告');
	await expect.element(cover()).toHaveAccessibleDescription('请确认房间里只有您一人。');
	const veil = box('.veil');
	expect(veil?.right).toBeLessThanOrEqual((box('aside')?.left ?? 0) + 1);
	expect(veil?.bottom).toBeLessThanOrEqual((box('footer')?.top ?? 0) + 1);
	await expect.element(page.getByRole('timer')).toBeVisible();
	await shoot('warning');
	expect(await seriousFaults()).toEqual([]);
	expect(cutTexts()).toEqual([]);
});

test('[I3] several are shown one after the other, each with its own press', async () => {
	const change = await live({ ...answering, warnings: WARNINGS });
	await expect.element(page.getByText('还有 1 条警告。')).toBeVisible();
	await known().click();
	expect(actions.calls).toEqual(['acknowledgeWarning w1']);
	change({ warnings: WARNINGS.slice(1) });
	await expect.element(cover()).toHaveAccessibleDescription('请把手机放回原处。');
	await known().click();
	change({ warnings: [] });
	await expect.element(cover()).not.toBeInTheDocument();
	expect(actions.calls).toEqual(['acknowledgeWarning w1', 'acknowledgeWarning w2']);
});

test('[I3] the Enter of who is typing acknowledges nothing; by keyboard it is one Tab away, and the draft stays', async () => {
	const change = await live(answering);
	await page.getByRole('button', { name: '求助' }).click();
	await page.getByRole('textbox', { name: '消息' }).fill('写到一半');
	change({ warnings: WARNINGS.slice(0, 1) });
	await expect.element(cover()).toHaveFocus();
	await userEvent.keyboard('{Enter} ');
	expect(actions.calls).toEqual([]);
	await userEvent.keyboard('{Tab}{Enter}');
	expect(actions.calls).toEqual(['acknowledgeWarning w1']);
	change({ warnings: [] });
	await expect.element(page.getByRole('textbox', { name: '消息' })).toHaveFocus();
	await expect.element(page.getByRole('textbox', { name: '消息' })).toHaveValue('写到一半');
});

test('[I3] the takeover question comes first, then the watch’s cover, then the warning', async () => {
	const watch = {
		covers: [{ kind: 'full-screen-left', since: STARTS_AT - 50_000 }],
		told: []
	} as const;
	const change = await live({
		...{ stage: 'notice', now: STARTS_AT - 40_000, watch, warnings: WARNINGS },
		request: { id: 'r', at: STARTS_AT - 45_000 }
	});
	const shown = () => cover().element().textContent;
	expect(cover().elements()).toHaveLength(1);
	expect(shown()).not.toMatch(/全屏|警告/);
	change({ request: null });
	expect(shown()).toMatch(/全屏/);
	change({ watch: { covers: [], told: [] } });
	await expect.element(cover()).toHaveAccessibleName('监督员的警告');
});

test.each(['process', 'gate', 'devices', 'wait'] as const)(
	'[I3] it is shown before the interview too: %s',
	async (stage) => {
		await live({ stage, warnings: WARNINGS.slice(0, 1) });
		await expect.element(known()).toBeVisible();
	}
);
