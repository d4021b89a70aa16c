import { webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { PaperContentSchema, type OpenPaper } from './paper.ts';
import { groupedKey, keyText, parseKey } from './paper-key.ts';
import { seal, unseal } from './sealing.ts';
import { SAMPLE_PAPER } from './testing/papers.ts';

const subtle = webcrypto.subtle as SubtleCrypto;
const NAME = {
	sitting: '00000000-0000-4000-8000-000000000001',
	paper: '00000000-0000-4000-8000-000000000002'
};
const KEY = Uint8Array.from({ length: 16 }, (_, index) => index);
const NONCE = Uint8Array.from({ length: 12 }, (_, index) => 0xa0 + index);
const PAPER: OpenPaper = { v: 1, version: 3, ...SAMPLE_PAPER };
const sealed = () => seal(subtle, PAPER, NAME, { key: KEY, nonce: NONCE });

describe('[C19] sealing', () => {
	test('opens to the same paper', async () => {
		expect(await unseal(subtle, await sealed(), KEY)).toEqual({ ok: true, value: PAPER });
	});

	test('hides how long the questions are', async () => {
		const short = await seal(
			subtle,
			{ ...PAPER, pages: SAMPLE_PAPER.pages.slice(0, 1), pictures: {} },
			NAME,
			{ key: KEY, nonce: NONCE }
		);
		expect(short.sealed.byteLength).toBe((await sealed()).sealed.byteLength);
		expect(short.sealed.byteLength % 4096).toBe(16);
	});

	test.each([
		['another key', {}, KEY.map((byte) => byte ^ 1)],
		['another sitting', { sitting: NAME.paper }, KEY],
		['another paper', { paper: NAME.sitting }, KEY],
		['another version', { version: 2 }, KEY],
		['another nonce', { nonce: NONCE.map((byte) => byte ^ 1) }, KEY]
	])('does not open with %s', async (_what, changed, key) => {
		const paper = { ...(await sealed()), ...changed };
		expect(await unseal(subtle, paper, key)).toEqual({ ok: false, error: 'paper.wrong-key' });
	});

	test('does not open when one bit was turned over', async () => {
		const paper = await sealed();
		const bytes = paper.sealed.map((byte, index) => (index === 100 ? byte ^ 1 : byte));
		expect((await unseal(subtle, { ...paper, sealed: bytes }, KEY)).ok).toBe(false);
	});

	// the one of docs/spec/paper.md: whoever writes a second implementation begins here
	test('the published vector opens, and sealing makes it again', async () => {
		const small: OpenPaper = {
			v: 1,
			version: 1,
			category: { 'zh-CN': '样卷' },
			guidance: { 'zh-CN': '共一题。' },
			pages: [{ questions: [{ number: 1, markdown: { 'zh-CN': '你怎么看？' } }] }],
			pictures: {}
		};
		const made = await seal(subtle, small, NAME, { key: KEY, nonce: NONCE });
		const digest = await subtle.digest('SHA-256', made.sealed);
		expect(made.sealed.byteLength).toBe(4096 + 16);
		expect(Buffer.from(made.sealed.subarray(0, 16)).toString('hex')).toBe(
			'd1a45bda0aec5465f801973a3d30ca08'
		);
		expect(Buffer.from(made.sealed.subarray(-16)).toString('hex')).toBe(
			'ea696cb1f70ee24c88487ccd53a55c86'
		);
		expect(Buffer.from(digest).toString('hex')).toBe(
			'38704b5b90b40470f7fe6b50f3330b26278d68d3941a48c929fcb6a992e9003f'
		);
		expect(keyText(KEY)).toBe('000G40R40M30E209185GR38E1Y');
	});
});

describe('[C19] a key that is typed', () => {
	const written = keyText(KEY);

	test('has 26 characters and comes back', () => {
		expect(written).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
		expect(parseKey(written)).toEqual({ ok: true, value: KEY });
	});

	test('is taken in lower case, in groups, in full width, with O for 0 and l or I for 1', () => {
		const sloppy = groupedKey(written).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
		expect(sloppy).toContain('-');
		expect(parseKey(` ${sloppy.replaceAll('-', ' – ')} `)).toEqual({ ok: true, value: KEY });
		const wide = written.replace(/./g, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0));
		expect(parseKey(wide)).toEqual({ ok: true, value: KEY });
	});

	test.each(['', written.slice(1), `${written}0`, `U${written.slice(1)}`, `题${written.slice(1)}`])(
		'%j is called mistyped',
		(typed) => {
			expect(parseKey(typed)).toEqual({ ok: false, error: 'paper.key-mistyped' });
		}
	);

	test('three of four slips are noticed before the paper is tried', () => {
		let noticed = 0;
		let slips = 0;
		for (let place = 0; place < 25; place++)
			for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
				if (letter === written[place]) continue;
				slips++;
				if (!parseKey(written.slice(0, place) + letter + written.slice(place + 1)).ok) noticed++;
			}
		expect(noticed / slips).toBeGreaterThan(0.7);
	});
});

describe('[C20] what a paper may be', () => {
	const accepts = (changed: object) =>
		v.safeParse(PaperContentSchema, { ...SAMPLE_PAPER, ...changed }).success;

	test('English may be missing, pictures may be missing', () => {
		expect(accepts({})).toBe(true);
		expect(accepts({ pictures: undefined })).toBe(true);
	});

	test.each([
		['no page', { pages: [] }],
		['a page without a question', { pages: [{ questions: [] }] }],
		['a number twice', { pages: [...SAMPLE_PAPER.pages, ...SAMPLE_PAPER.pages] }],
		['no Chinese', { category: { en: 'General' } }],
		['a remote picture', { pictures: { 'a.png': 'https://elsewhere.example/a.png' } }],
		['an SVG', { pictures: { 'a.svg': 'data:image/svg+xml;base64,PHN2Zy8+' } }],
		['a page as a picture', { pictures: { 'a.png': 'data:text/html;base64,PHN2Zy8+' } }],
		['a name with a path', { pictures: { '../a.png': SAMPLE_PAPER.pictures['area.png'] } }]
	])('not with %s', (_what, changed) => {
		expect(accepts(changed)).toBe(false);
	});
});
