// The page as a visitor uses it, with the real worker and the real WebCrypto of this browser.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Component } from 'svelte';
import { page, userEvent } from 'vitest/browser';
import type { Locale } from '../../shared/i18n.ts';
import {
	clear,
	cutTexts,
	seriousFaults,
	shoot,
	show,
	type Size
} from '../../shared/ui/testing/show.ts';
import { chain, CHAIN_ORIGIN } from '../../attempt/event-log.ts';
import { fingerprintOf } from '../signing.ts';
import {
	SAMPLE_KEYS,
	sampleContent,
	sampleExport,
	sampleReceipt,
	sealAs
} from '../testing/sample-export.ts';
import VerifyAttemptPage from './VerifyAttemptPage.svelte';

const Page = VerifyAttemptPage as unknown as Component<Record<string, unknown>>;
const props = { fingerprint: fingerprintOf(SAMPLE_KEYS[0]) };
const VARIANTS: readonly [Size, Locale][] = [
	['laptop', 'zh-CN'],
	['phone', 'zh-CN'],
	['laptop', 'en'],
	['phone', 'en']
];
const content = await sampleContent();
const whole = await sampleExport();

beforeEach(() => {
	for (const level of ['warn', 'error'] as const)
		vi.spyOn(console, level).mockImplementation((...words) => {
			expect.fail(`console.${level}: ${words.join(' ')}`);
		});
});
afterEach(async () => {
	await clear();
	vi.restoreAllMocks();
});

function give(kind: 'record' | 'receipt', bytes: BlobPart, name = 'MN-0900.json'): void {
	const input = document.querySelector<HTMLInputElement>(`[data-file=${kind}]`);
	const files = new DataTransfer();
	files.items.add(new File([bytes], name));
	if (!input) throw new Error('no input');
	input.files = files.files;
	input.dispatchEvent(new Event('change', { bubbles: true }));
}
const body = (): string => document.body.textContent;
const expectWords = (words: string) => expect.poll(body).toContain(words);
async function broken(): Promise<Uint8Array<ArrayBuffer>> {
	const lines = content.lines.map((line) => (line.seq === 5 ? { ...line, clientAt: 1 } : line));
	return sealAs(0, { ...content, lines, head: { ...content.head, hash: '0'.repeat(64) } });
}

async function expectFit(name: string): Promise<void> {
	await shoot(name);
	expect.soft(cutTexts()).toEqual([]);
	expect.soft(await seriousFaults()).toEqual([]);
}

describe('[C34] the page', () => {
	test.each(VARIANTS)('before, whole and broken, at %s in %s', async (size, locale) => {
		await show(Page, props, { size, locale });
		await expectFit(`verify-idle-${size}-${locale}`);
		give('receipt', JSON.stringify(sampleReceipt(content)));
		give('record', whole);
		await expectWords(locale === 'en' ? 'Everything agrees' : '全部相符');
		await expectFit(`verify-right-${size}-${locale}`);
		give('record', await broken());
		await expectWords(locale === 'en' ? 'Does not agree: 2 found' : '不相符，发现 2 处');
		await expectFit(`verify-wrong-${size}-${locale}`);
	});

	test('a whole file, and a receipt: every step agrees, and the key is left to compare', async () => {
		await show(Page, props);
		give('record', whole);
		await expectWords('全部相符');
		expect(body()).toContain('记录共 13 行');
		expect(body()).toContain('请再核对一处');
		expect(body()).toContain('没有给出回执');
		expect(body()).toContain('不外传、只有校验值的 1 处');
		give('receipt', JSON.stringify(sampleReceipt(content)));
		await expectWords('回执上的末尾、片段校验值');
	});

	test('a broken file: the first fault with its line, and what was expected', async () => {
		await show(Page, props);
		give('record', await broken());
		await expectWords('这一行的内容被改动过。');
		const [first, second] = page.getByRole('list').first().element().children;
		expect(first?.textContent).toContain('第 5 行 · hash');
		expect(second?.textContent).toContain('最后一行不是文件写明的末尾。');
		expect(page.getByRole('alert').element().textContent).toContain('不相符，发现 2 处');
	});

	test('a file of another key is told from one of this site, until its own key is given', async () => {
		await show(Page, props);
		give('record', await sampleExport(1));
		await expectWords('这个考试系统签的');
		expect(body()).toContain('签名钥不是给出的那一把。');
		const field = page.getByLabelText('公布的签名钥指纹');
		await userEvent.fill(field, fingerprintOf(SAMPLE_KEYS[1]).toUpperCase());
		await expectWords('全部相符');
		expect(body()).not.toContain('请再核对一处');
		await userEvent.fill(field, '12ab');
		await expectWords('指纹还不完整');
		await expectWords('没有给出公布的指纹');
		await expectWords('没有全部核对');
		expect(body()).not.toContain('全部相符');
	});

	test('the sitting’s root is right only when the published one was put in', async () => {
		await show(Page, props);
		give('record', whole);
		await expectWords('全部相符');
		expect(body()).toContain('没有给出公布的场次根');
		const field = page.getByLabelText('公布的场次根');
		await userEvent.fill(field, content.sitting.closed?.root.toUpperCase() ?? '');
		await expectWords('场次根就是您给出的那一个');
		expect(body()).toContain('全部相符');
		await userEvent.fill(field, '1'.repeat(64));
		await expectWords('文件里的场次根不是给出的那一个。');
		await userEvent.fill(field, '1');
		await expectWords('场次根还不完整');
		await expectWords('没有全部核对');
	});

	test('dropped files find their place: a saved page is a receipt', async () => {
		await show(Page, props);
		const json = JSON.stringify({ ...sampleReceipt(content), sitting: 'MN-1400' });
		const data = new DataTransfer();
		data.items.add(new File([whole], 'record.json'));
		data.items.add(new File([`<script id="receipt">${json}</script>`], '回执.html'));
		dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
		await expectWords('回执是另一个场次的。');
		await userEvent.click(page.getByRole('button', { name: '不核对回执' }));
		await expectWords('全部相符');
	});

	test('by keyboard alone it is reached; nothing is sent; it works without a network', async () => {
		const sent = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'));
		await show(Page, props);
		const clicked = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => {});
		page.getByRole('button', { name: '选择记录文件' }).element().focus();
		await userEvent.keyboard('{Enter}{Tab}{Enter}');
		expect(clicked.mock.contexts.map((input) => (input as HTMLElement).dataset['file'])).toEqual([
			'record',
			'receipt'
		]);
		give('record', whole);
		await expectWords('全部相符');
		expect(sent).not.toHaveBeenCalled();
	});

	test('what is no record is said in words', async () => {
		await show(Page, props);
		give('record', 'not a record');
		await expectWords('文件不是完整的 JSON。');
		give('record', '{}');
		await expectWords('文件不是应试记录。');
	});

	test('ten thousand lines do not stop the page', async () => {
		const [first, ...rest] = content.lines;
		let previous = CHAIN_ORIGIN;
		const note = { kind: 'window-blurred', from: 1, until: 2, track: null };
		const more = Array.from({ length: 10_000 - content.lines.length }, (_, n) => ({
			...{ ...content.lines[1], type: 'incident.noted', data: { ...note, from: n, until: n + 1 } },
			payload: null
		}));
		const lines = [first, ...rest, ...more].map((line, seq) => {
			const next = chain(previous, { ...(line as (typeof rest)[0]), seq });
			previous = next.hash;
			return next;
		});
		const { sitting } = content;
		const head = { seq: lines.length - 1, hash: previous };
		const long = await sealAs(0, {
			...content,
			lines,
			head,
			sitting: { ...sitting, closed: null }
		});
		await show(Page, props);
		let longest = 0;
		let last = performance.now();
		const beat = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 10);
		give('record', long);
		await expect.poll(body, { timeout: 18_000 }).toContain('记录共 10000 行');
		clearInterval(beat);
		expect(longest).toBeLessThan(1000);
	});
});
