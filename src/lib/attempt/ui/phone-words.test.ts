import { describe, expect, test } from 'vitest';
import zh from '#messages/zh-CN/index.ts';
import { lengthParts } from '../../shared/duration.ts';
import { translator } from '../../shared/i18n.ts';
import { STAGES } from '../stage.ts';
import { afterEndLines } from './phone-after-end.ts';
import { phoneLines } from './phone-lines.ts';
import {
	phoneChip,
	phoneHeading,
	phoneTrouble,
	phoneWhy,
	shortLength,
	troubleWords
} from './phone-words.ts';
import type { PhoneStateView } from './room-view.ts';
import { filming, heard, pairing, phone } from './testing/sample-phone.ts';

const NOW = Date.UTC(2026, 10, 28, 1, 3, 0);
const t = translator(zh);
const words = {
	t,
	length: (ms: number) => {
		const { minutes, seconds } = lengthParts(ms);
		return t('time.minutes-seconds', { minutes, seconds: String(seconds).padStart(2, '0') });
	},
	number: (value: number) => String(value),
	time: (at: number) => new Date(at).toISOString().slice(11, 19),
	list: (items: readonly string[]) => items.join('，')
};
const place = (of: PhoneStateView, stage: (typeof STAGES)[number] = 'answer') => ({
	...{ phone: of, now: NOW, plan: STAGES },
	stage
});
const since = (state: PhoneStateView['state'], ms: number, more: Partial<PhoneStateView> = {}) =>
	filming(NOW, { state, since: NOW - ms, ready: false, ...more });
const sweeping = phone({
	...{ state: 'sweeping', boundAt: NOW - 60_000 },
	heard: heard(NOW - 1000, { page: 'sweep', sectors: 7, faceShare: 0.916, safeTo: null })
});

describe('[C11] the rail’s word', () => {
	test.each([
		['不需要', 'idle', phone({ state: 'waived', waived: true })],
		['等待扫码', 'idle', phone()],
		['正在检查', 'busy', phone({ state: 'checking' })],
		['环拍 7 / 12', 'busy', sweeping],
		['准备拍摄', 'busy', phone({ state: 'placing' })],
		['拍摄中', 'ok', filming(NOW)],
		['中断 2 分 05 秒', 'attention', since('interrupted', 125_000)],
		['中断', 'attention', filming(NOW, { state: 'interrupted', since: null })],
		['没有消息 12 秒', 'attention', since('silent', 12_900)],
		['本机断网', 'idle', since('silent', 12_000, { cutOff: true })],
		['已停止', 'attention', since('stopped', 9000)],
		['已停止', 'attention', since('uploaded', 9000)]
	] as const)('%s', (word, state, of) => {
		expect(phoneChip(place(of), words)).toEqual({ word, state });
	});

	test('[P6] after the end stopping is right, and filming on is to be ended', () => {
		const after = (of: PhoneStateView) => phoneChip(place(of, 'upload'), words);
		expect(after(since('stopped', 0))).toEqual({ word: '已停止', state: 'busy' });
		expect(after(since('uploaded', 0))).toEqual({ word: '已上传', state: 'ok' });
		expect(after(filming(NOW))).toEqual({ word: '拍摄中', state: 'busy' });
	});
});

test('a length that goes on counts seconds, then minutes and seconds', () => {
	expect([0, 59_999, 60_000, 125_000].map((ms) => shortLength(ms, words))).toEqual([
		...['0 秒', '59 秒', '1 分 00 秒', '2 分 05 秒']
	]);
});

describe('[C33] trouble', () => {
	test('is told with how long and what to do', () => {
		expect(troubleWords('interrupted', place(since('interrupted', 125_000)), words)).toEqual({
			title: '佐证手机 2 分 05 秒没有画面。',
			body: '请看一眼手机，点【继续录制】。'
		});
		const unknown = filming(NOW, { state: 'interrupted', since: null });
		expect(troubleWords('interrupted', place(unknown), words).title).toBe('佐证手机没有画面。');
	});

	test('is none while all is well, while our own network is gone, and for whom it is waived', () => {
		expect(phoneTrouble(place(filming(NOW)))).toBeNull();
		expect(phoneTrouble(place(since('silent', 12_000)))).toBe('silent');
		expect(phoneTrouble(place(since('silent', 12_000, { cutOff: true })))).toBeNull();
		expect(phoneTrouble(place(since('silent', 12_000, { waived: true })))).toBeNull();
	});

	test('[P6] stopped by hand is trouble until the end, and right after it', () => {
		expect(phoneTrouble(place(since('uploaded', 0), 'answer'))).toBe('stopped');
		expect(phoneTrouble(place(since('stopped', 0), 'upload'))).toBeNull();
	});

	test('[I5] unpaired by staff in the middle is told, before the entry it is only not bound yet', () => {
		expect(phoneTrouble(place(phone(), 'answer'))).toBe('unbound');
		expect(phoneTrouble(place(phone(), 'phone'))).toBeNull();
		expect(phoneTrouble(place(phone({ waived: true }), 'answer'))).toBeNull();
		expect(troubleWords('unbound', place(phone()), words).title).toMatch(/工作人员/);
	});
});

describe('[C11] its own page', () => {
	test.each([
		['phone.heading.unbound', phone()],
		['phone.heading.sweeping', sweeping],
		['phone.heading.filming', filming(NOW)],
		['phone.heading.unswept', filming(NOW, { ready: false })],
		['phone.heading.replacing', filming(NOW, { code: pairing({ replaces: true }) })],
		['phone.heading.cut-off', since('silent', 0, { cutOff: true })],
		['phone.heading.silent', since('silent', 0)],
		['phone.heading.waived', filming(NOW, { waived: true })],
		['phone.heading.waived', phone({ state: 'waived', waived: true })]
	] as const)('%s', (heading, of) => {
		expect(phoneHeading({ phone: of })).toBe(heading);
	});

	test('the way on is grey with the reason that fits, until nothing is missing', () => {
		const why = (of: PhoneStateView) => phoneWhy({ phone: of });
		expect(why(phone())).toBe('phone.why.filming');
		expect(why(filming(NOW, { ready: false }))).toBe('phone.why.sweep');
		expect(why(since('interrupted', 0))).toBe('phone.why.stopped');
		expect(why(since('silent', 0))).toBe('phone.why.silent');
		expect(why(since('silent', 0, { cutOff: true }))).toBe('phone.why.cut-off');
		expect(why(filming(NOW))).toBeNull();
	});
});

describe('[P2, P3, P4] the lines of a bound phone', () => {
	const lines = (of: PhoneStateView): Record<string, readonly [string, string]> =>
		Object.fromEntries(
			phoneLines(of, NOW, words).map(({ what, state, value }) => [what.slice(11), [state, value]])
		);

	test('while it sweeps', () => {
		expect(lines(sweeping)).toEqual({
			bound: ['ok', '01:02:00'],
			check: ['ok', '电量 76%，网络良好'],
			sweep: ['busy', '能看到人脸的时间 92%'],
			film: ['idle', '检查和环拍之后开始'],
			server: ['idle', '还没有录像']
		});
	});

	test('while it films', () => {
		expect(lines(filming(NOW))).toMatchObject({
			sweep: ['ok', '12 / 12 个方向，能看到人脸的时间 92%'],
			film: ['ok', '拍摄中'],
			server: ['ok', '收到 01:02:55 为止']
		});
	});

	test('battery and network that will not last are named', () => {
		const report = {
			battery: { level: 0.12, charging: false },
			savedTo: NOW,
			safeTo: NOW - 31_000
		};
		const troubled = filming(NOW, { heard: heard(NOW - 1000, report) });
		expect(lines(troubled)['check']).toEqual(['attention', '电量 12%，网络较慢']);
		const charging = heard(NOW - 1000, { battery: { level: 0.12, charging: true } });
		expect(lines(filming(NOW, { heard: charging }))['check']).toEqual([
			...['ok', '电量 12%（充电中），网络良好']
		]);
	});

	test('silence stands where the network does, and whose it is', () => {
		expect(lines(since('silent', 12_000))['check']?.[1]).toBe('电量 76%，没有消息 12 秒');
		expect(lines(since('silent', 12_000, { cutOff: true }))['check']).toEqual([
			...['ok', '电量 76%，本机断网']
		]);
	});

	test('an exam without a sweep has no line for it; a timed one is said to be timed', () => {
		expect(lines(filming(NOW, { sweep: null, sweepNeeded: false }))).not.toHaveProperty('sweep');
		const sweep = { way: 'timed', sectors: 12, ms: 30_000, faceShare: null } as const;
		expect(lines(filming(NOW, { sweep }))['sweep']).toEqual(['ok', '定时环拍已完成']);
	});

	test('nothing heard yet', () => {
		expect(lines(phone({ state: 'checking', boundAt: NOW }))['check']).toEqual([
			...['busy', '等待手机的消息']
		]);
	});
});

describe('[P6] the hour after the end', () => {
	const states = (of: PhoneStateView, sent = true) =>
		afterEndLines(of, sent).map(({ state, value, sub }) => [state, value.key, sub]);

	test('filming on: stop it', () => {
		expect(states(filming(NOW))).toEqual([
			['attention', 'phone.after.filming', 'phone.after.filming.body'],
			['idle', 'phone.after.later', null],
			['ok', 'phone.after.all', null]
		]);
	});

	test('silent: open it; through our own lost network it alarms nobody', () => {
		expect(states(since('silent', 0))[0]?.[0]).toBe('attention');
		expect(states(since('silent', 0, { cutOff: true }))[0]?.[0]).toBe('idle');
	});

	test('stopped: how much is missing, until all three are ticked', () => {
		const stopped = since('stopped', 0, { missingParts: 2 });
		expect(states(stopped, false).map(([state]) => state)).toEqual(['ok', 'busy', 'busy']);
		expect(afterEndLines(stopped, true)[1]?.value.params).toEqual({ count: 2 });
		const done = since('uploaded', 0);
		expect(states(done).map(([state]) => state)).toEqual(['ok', 'ok', 'ok']);
	});
});
