import { describe, expect, test } from 'vitest';
import zh from '#messages/zh-CN/index.ts';
import { translator } from '../../shared/i18n.ts';
import { incidentWhat, incidentWhen } from './incident-words.ts';
import { toldWords } from './told-words.ts';

const AT = Date.UTC(2026, 10, 28, 9, 7, 31);
const words = {
	t: translator(zh),
	time: (at: number) => new Date(at).toISOString().slice(11, 19),
	list: (items: readonly string[]) => items.join('，'),
	sentences: (...texts: readonly string[]) => texts.join('')
};
const hidden = (from: number, until: number | null) => ({
	...{ kind: 'page-hidden' as const, from, until }
});

describe('[C27] what the page has just noticed', () => {
	test('is said with its span', () => {
		expect(toldWords([hidden(AT, AT + 9000)], words)).toEqual({
			title: '09:07:31 至 09:07:40，切换到了别的页面或程序。',
			body: '已如实记录，由监督员查看。'
		});
		expect(toldWords([hidden(AT, null)], words)?.title).toMatch(/^09:07:31 起，/);
		expect(toldWords([hidden(AT, AT + 900)], words)?.title).toMatch(/^09:07:31，/);
		expect(toldWords([], words)).toBeNull();
	});

	test('several of a kind are one, of several kinds the newest is named', () => {
		const copied = { kind: 'copied', from: AT + 5000, until: AT + 5000 } as const;
		const told = [hidden(AT + 20_000, null), copied, hidden(AT, AT + 9000)];
		expect(toldWords(told, words)).toEqual({
			title: '切换到了别的页面或程序，共 2 次，最近一次 09:07:51 起。',
			body: '另有 1 项。已如实记录，由监督员查看。'
		});
	});
});

test('[C34] whose recording it was is said where the words do not say it', () => {
	const what = (kind: Parameters<typeof incidentWhat>[0]['kind'], track: 'camera' | 'evidence') =>
		incidentWhat({ kind, track, times: 1 }, words);
	expect(what('recording-interrupted', 'camera')).toBe('录制中断，摄像头和麦克风');
	expect(what('camera-black', 'camera')).toBe('摄像头画面全黑');
	expect(what('camera-black', 'evidence')).toBe('摄像头画面全黑，佐证手机');
	expect(what('phone-interrupted', 'evidence')).toBe('佐证手机中断');
	expect(incidentWhat({ kind: 'copied', track: null, times: 3 }, words)).toBe('复制操作，3 次');
	expect(incidentWhen({ from: AT, until: null }, words)).toBe('09:07:31 起');
});
