// The device check seen from the entry and from the attempt: the way to it (C4), and what differs from it (C31).
import { afterEach, expect, test } from 'vitest';
import type { Component } from 'svelte';
import AttemptPage from '../../attempt/ui/AttemptPage.svelte';
import EntryPage from '../../attempt/ui/EntryPage.svelte';
import { inRoom, recordingActions } from '../../attempt/ui/testing/sample-room.ts';
import { keepExamAddress } from '../../exam/browser/exam-address.ts';
import { examFacts, MINUTE_MS, NINE } from '../../exam/testing/facts.ts';
import { expectFit } from '../../shared/ui/testing/fit.ts';
import { clear, show } from '../../shared/ui/testing/show.ts';

const Room = AttemptPage as unknown as Component<Record<string, unknown>>;
const Entry = EntryPage as unknown as Component<Record<string, unknown>>;
const SIZES = ['laptop', 'desktop', 'phone'] as const;

const text = (): string => document.body.textContent;
const checkLink = (): string | null | undefined =>
	document.querySelector('a[href^="/check"]')?.getAttribute('href');
const room = (changes: Parameters<typeof inRoom>[0]) => ({
	view: inRoom(changes),
	actions: recordingActions()
});

afterEach(async () => {
	sessionStorage.clear();
	await clear();
});

test.for(SIZES)(
	'[C4] no check on the day: a hint at the process, the way on is open (%s)',
	async (size) => {
		keepExamAddress('SL2026');
		const passport = { checked: false, differs: [] };
		await show(Room, room({ stage: 'process', passport }), { size });
		expect(text()).toContain('这台电脑还没有检测过设备');
		expect(text()).toContain('不检测也可以继续');
		expect(checkLink()).toBe('/check?exam=SL2026&from=interview');
		expect(document.querySelectorAll('.btn.primary')).toHaveLength(1);
		await expectFit(`check-hint-${size}-zh-CN`);
	}
);

test('[C4] checked before: the way to it, and no hint', async () => {
	await show(Room, room({ stage: 'process' }));
	expect(text()).not.toContain('这台电脑还没有检测过设备');
	expect(checkLink()).toBe('/check?from=interview');
	await expectFit('check-link-laptop-zh-CN');
});

test.for(SIZES)(
	'[C31] the gate says quietly what differs, and blocks nothing (%s)',
	async (size) => {
		const passport = { checked: true, differs: ['camera', 'screen'] as const };
		await show(Room, room({ stage: 'gate', passport }), { size });
		expect(text()).toContain(
			'与设备检测时不同：摄像头，显示器大小。没有关系，请看一下画面和声音。'
		);
		expect(document.querySelector('.differs')?.getAttribute('role')).toBeNull();
		const before = document.querySelector('.btn.primary')?.getAttribute('aria-disabled');
		await expectFit(`check-differs-${size}-zh-CN`);
		await show(Room, room({ stage: 'gate' }), { size });
		expect(document.querySelector('.differs')).toBeNull();
		expect(document.querySelector('.btn.primary')?.getAttribute('aria-disabled')).toBe(before);
	}
);

test('[C4] from the entry of an exam to its check, from the front page to the usual one', async () => {
	const now = performance.timeOrigin + performance.now() - Date.now() + NINE - 40 * MINUTE_MS;
	await show(Entry, { exam: examFacts(), now, refusal: null });
	expect(checkLink()).toBe('/check?exam=SL2026');
	await expectFit('check-entry-laptop-zh-CN');
	await show(Entry, { exam: null, now, refusal: null, loginAlways: true });
	expect(checkLink()).toBe('/check');
});

test('[C1] when the window has closed there is nothing to check for', async () => {
	const exam = examFacts({ opensAt: 0, closesAt: 1 });
	await show(Entry, { exam, now: Date.now(), refusal: null });
	expect(checkLink()).toBeUndefined();
});
