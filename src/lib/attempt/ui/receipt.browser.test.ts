// The receipt on the page, on paper and as a file; and what the upload page offers when it does not go on.
import { afterEach, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import type { Component } from 'svelte';
import type { Locale } from '../../shared/i18n.ts';
import { loadMessages } from '../../shared/ui/load-messages.ts';
import { I18n } from '../../shared/ui/i18n.svelte.ts';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../shared/ui/testing/show.ts';
import { createCommentDrafts } from './comment-drafts.svelte.ts';
import DoneStage from './DoneStage.svelte';
import { inGroups } from './digest-text.ts';
import { receiptFacts } from './receipt-facts.ts';
import { receiptData, receiptHtml, receiptName } from './receipt-file.ts';
import { fullReceipt, lotProofPath, type ReceiptExtras } from './receipt-view.ts';
import {
	ENDS_AT,
	recordingActions,
	SAMPLE_RECEIPT,
	sampleRoom,
	sampleUpload,
	STARTS_AT
} from './testing/sample-room.ts';
import { SAMPLE_INCIDENTS } from './testing/sample-watch.ts';
import UploadStage from './UploadStage.svelte';

type Any = Component<Record<string, unknown>>;
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['desktop', 'zh-CN'],
	['phone', 'zh-CN'],
	['laptop', 'en'],
	['phone', 'en']
];
const EXTRAS: ReceiptExtras = {
	lot: {
		...{ number: 17, of: 30, salt: '7f'.repeat(32) },
		attempt: '00000000-0000-4000-8000-0000000000a1',
		room: '00000000-0000-4000-8000-0000000000d1'
	},
	phone: 'uploaded'
};
const ROOM = sampleRoom({
	...{ stage: 'done', startedAt: STARTS_AT, endedAt: STARTS_AT + 872_000 },
	incidents: SAMPLE_INCIDENTS
});
const drafts = createCommentDrafts();
const RECEIPT = fullReceipt(ROOM, SAMPLE_RECEIPT, EXTRAS);

const client = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };

afterEach(async () => {
	await client.send('Emulation.setEmulatedMedia', { media: '' });
	await clear();
	vi.restoreAllMocks();
});

async function showDone(size: Size, locale: Locale, extras = EXTRAS): Promise<void> {
	const actions = recordingActions();
	const props = { room: ROOM, receipt: SAMPLE_RECEIPT, actions, extras, drafts };
	await show(DoneStage as unknown as Any, props, { size, locale });
}

async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

test.each(VARIANTS)('[C24] the receipt at %s in %s', async (size, locale) => {
	await showDone(size, locale);
	const text = document.body.textContent;
	for (const said of ['17', 'SL0900', '测***甲', '2026****0017', 'c41e 7a90 53bd 18f6'])
		expect(text).toContain(said);
	expect(document.querySelector<HTMLAnchorElement>('.lot a')?.getAttribute('href')).toBe(
		lotProofPath(EXTRAS.lot as NonNullable<ReceiptExtras['lot']>)
	);
	await expectFit(`receipt-${size}-${locale}`);
});

test.each(VARIANTS)(
	'[C24] printed at %s in %s: the slip alone, whole, every digit',
	async (size, locale) => {
		await showDone(size, locale);
		await client.send('Emulation.setEmulatedMedia', { media: 'print' });
		await expect.poll(() => matchMedia('print').matches).toBe(true);
		const shown = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
			(element) => element.checkVisibility() && element.childElementCount === 0
		);
		expect(shown.filter((element) => !element.closest('.slip'))).toEqual([]);
		const slip = document.querySelector<HTMLElement>('.slip');
		for (const { digests } of SAMPLE_RECEIPT.tracks)
			for (const digest of digests) expect(slip?.innerText).toContain(inGroups(digest));
		expect(slip?.innerText).toContain(ROOM.exam.title);
		expect(slip?.innerText).toContain('#salt=');
		for (const said of ['弹出了系统更新的窗口。', ':07:40'])
			expect(slip?.innerText).toContain(said);
		for (let box = slip?.parentElement; box && box !== document.body; box = box.parentElement)
			expect(getComputedStyle(box).overflow).toBe('visible');
		for (const element of shown)
			expect(getComputedStyle(element).color, element.outerHTML).toMatch(/^rgb\(0, 0, 0\)$/);
		expect(cutTexts()).toEqual([]);
		await shoot(`receipt-print-${size}-${locale}`);
	}
);

test('[C24] saved, it opens without a network, runs no script and can be read by a program', async () => {
	for (const locale of ['zh-CN', 'en'] as const) {
		const i18n = new I18n(() => ({ locale, messages: MESSAGES[locale] }));
		const hostile = {
			...RECEIPT,
			exam: { ...RECEIPT.exam, title: '</script><img src=x onerror=1>' }
		};
		for (const receipt of [RECEIPT, hostile]) {
			const html = receiptHtml(receipt, i18n, 'https://exam.example');
			const page = new DOMParser().parseFromString(html, 'text/html');
			expect(page.documentElement.lang).toBe(locale);
			expect([...page.scripts].map((script) => script.type)).toEqual(['application/json']);
			expect(page.querySelectorAll('img, link, iframe, [onerror], [onload], [src]')).toHaveLength(
				0
			);
			expect(html).not.toMatch(/@import|url\(/);
			const data: unknown = JSON.parse(page.querySelector('#receipt')?.textContent ?? '');
			expect(data).toEqual(receiptData(receipt, 'https://exam.example'));
			expect(page.querySelector('a')?.href).toBe(
				`https://exam.example/verify/lot/${EXTRAS.lot?.room}#salt=${EXTRAS.lot?.salt}&attempt=${EXTRAS.lot?.attempt}`
			);
			for (const { digests } of receipt.tracks)
				for (const digest of digests) expect(page.body.textContent).toContain(digest);
			expect(page.body.textContent).toContain(receipt.head.hash);
			expect(page.body.textContent).toContain('弹出了系统更新的窗口。');
			expect(page.querySelector('main')?.textContent).toContain(receipt.exam.title);
		}
	}
});

test('[C34] the saved receipt lists the incidents for a program too, without what was erased', () => {
	const { incidents } = receiptData(RECEIPT, 'https://exam.example');
	expect(incidents.map(({ kind, times }) => [kind, times])).toEqual([
		['full-screen-left', 3],
		['recording-interrupted', 1],
		['screenshot-key', 1],
		['connection-lost', 1]
	]);
	expect(incidents[1]?.comments).toEqual([
		{ at: expect.any(Number) as number, text: '点错了“停止共享”。' }
	]);
	const i18n = new I18n(() => ({ locale: 'zh-CN', messages: MESSAGES['zh-CN'] }));
	const none = receiptHtml({ ...RECEIPT, incidents: [] }, i18n, 'https://exam.example');
	expect(none).toContain('没有异常记录');
	const angle = { at: 0, text: '</script><img src=x onerror=1>' };
	const hostile = RECEIPT.incidents.map((one) => ({ ...one, comments: [angle] }));
	const html = receiptHtml({ ...RECEIPT, incidents: hostile }, i18n, 'https://exam.example');
	const page = new DOMParser().parseFromString(html, 'text/html');
	expect(page.querySelectorAll('img, [onerror]')).toHaveLength(0);
	expect([...page.scripts].map((script) => script.type)).toEqual(['application/json']);
});

test('[C24] the film of the phone and its state are two lines; its length is not this computer’s to tell', () => {
	const evidence = { track: 'evidence', filmMs: 0, bytes: 5_000_000, digests: [] } as const;
	const receipt = { ...RECEIPT, tracks: [...RECEIPT.tracks, evidence] };
	for (const locale of ['zh-CN', 'en'] as const) {
		const facts = receiptFacts(receipt, new I18n(() => ({ locale, messages: MESSAGES[locale] })));
		expect(new Set(facts.map(({ label }) => label)).size).toBe(facts.length);
		expect(facts.some(({ value }) => /^5(\.0)? MB$/.test(value))).toBe(true);
	}
});

test('[C24] without lot and phone nothing is said of them', async () => {
	await showDone('laptop', 'zh-CN', { lot: null, phone: null });
	expect(document.body.textContent).not.toContain('抽签');
	expect(document.body.textContent).not.toContain('佐证');
	const i18n = new I18n(() => ({ locale: 'zh-CN', messages: MESSAGES['zh-CN'] }));
	const plain = fullReceipt(ROOM, SAMPLE_RECEIPT, { lot: null, phone: null });
	const html = receiptHtml(plain, i18n, 'https://exam.example');
	expect(html).not.toContain('抽签');
});

test('[C24] 保存回执 hands over a file, 打印回执 prints, 回到首页 goes home', async () => {
	const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
	const printed = vi.spyOn(window, 'print').mockImplementation(() => {});
	const actions = recordingActions();
	const props = { room: ROOM, receipt: SAMPLE_RECEIPT, actions, extras: EXTRAS, drafts };
	await show(DoneStage as unknown as Any, props);
	const press = (words: string): void =>
		[...document.querySelectorAll('button')]
			.find((one) => one.textContent.includes(words))
			?.click();
	press('保存回执');
	const i18n = new I18n(() => ({ locale: 'zh-CN', messages: MESSAGES['zh-CN'] }));
	const name = receiptName(RECEIPT, i18n);
	expect(name).toMatch(/^回执-SL0900-0017-\d{8}\.html$/);
	expect(clicked.mock.contexts[0]).toMatchObject({ download: name });
	press('打印回执');
	expect(printed).toHaveBeenCalledOnce();
	press('回到首页');
	expect(actions.calls).toEqual(['goHome']);
});

const upload = (state: 'sending' | 'failed' | 'waiting-network' | 'waiting-space') => ({
	room: sampleRoom({ stage: 'upload', now: ENDS_AT }),
	upload: sampleUpload({ state, code: state === 'failed' ? 'token.invalid' : null }),
	actions: recordingActions(),
	drafts,
	guideUrl: '/guide.html'
});

test.each(VARIANTS)(
	'[C24] a failed upload at %s in %s says cause, what is safe and each way on',
	async (size, locale) => {
		for (const state of ['failed', 'waiting-network', 'waiting-space'] as const) {
			const start = vi.fn();
			const props = { ...upload(state), handIn: { state: { kind: 'idle' }, start } };
			await show(UploadStage as unknown as Any, props, { size, locale });
			expect(document.body.textContent).toContain('400-000-0000');
			expect(document.querySelector('a[href="/guide.html"]')).not.toBeNull();
			const save = [...document.querySelectorAll<HTMLElement>('section button')].find((one) =>
				/保存加密文件|Save encrypted file/.test(one.textContent)
			);
			save?.click();
			expect(start).toHaveBeenCalledOnce();
			await expectFit(`upload-hand-in-${state}-${size}-${locale}`);
		}
	}
);

test('[C24] while the upload goes well no file is offered; one that was saved stays in view', async () => {
	const going = upload('sending');
	await show(UploadStage as unknown as Any, {
		...going,
		handIn: { state: { kind: 'idle' }, start: () => {} }
	});
	expect(document.body.textContent).not.toContain('保存加密文件');
	await show(UploadStage as unknown as Any, {
		...going,
		handIn: {
			state: { kind: 'saved', name: 'a.duimian', bytes: 1, unreadable: 0 },
			start: () => {}
		}
	});
	expect(document.body.textContent).toContain('a.duimian');
});

const MESSAGES = { 'zh-CN': await loadMessages('zh-CN'), en: await loadMessages('en') };
