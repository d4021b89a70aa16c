import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from './markdown.ts';
import { parseMarkdown } from './markdown-parser.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const paragraph = (...children: unknown[]) => ({ kind: 'paragraph', children });

/** Everything that a page could show of it. */
const words = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe('[C20] what papers are written in', () => {
	test('paragraphs, broken lines, emphasis, lists', () => {
		expect(parseMarkdown('某社区。\n有人说。\n\n**对此**，*你*怎么看？')).toEqual([
			paragraph(text('某社区。'), { kind: 'break' }, text('有人说。')),
			paragraph(
				{ kind: 'strong', children: [text('对此')] },
				text('，'),
				{ kind: 'em', children: [text('你')] },
				text('怎么看？')
			)
		]);
		expect(parseMarkdown('3. 甲\n4. 乙')).toMatchObject([
			{ kind: 'list', start: 3, items: [[paragraph(text('甲'))], [paragraph(text('乙'))]] }
		]);
	});

	test('emphasis that ends in Chinese punctuation', () => {
		expect(parseMarkdown('**注意：**请作答。')).toEqual([
			paragraph({ kind: 'strong', children: [text('注意：')] }, text('请作答。'))
		]);
	});

	test('an indented paragraph is no program', () => {
		expect(parseMarkdown('    某社区。')).toEqual([paragraph(text('    某社区。'))]);
		expect(parseMarkdown('　　某社区。')).toMatchObject([{ kind: 'paragraph' }]);
	});

	test('tables with their alignment, and broken lines in a cell', () => {
		expect(parseMarkdown('| 年 | 户 |\n|:--|--:|\n| 2025 | 30<br>户 |')).toEqual([
			{
				kind: 'table',
				align: ['left', 'right'],
				header: [[text('年')], [text('户')]],
				rows: [[[text('2025')], [text('30'), { kind: 'break' }, text('户')]]]
			}
		]);
	});

	test('pictures by name alone', () => {
		expect(parseMarkdown('![晾晒区](area.png "x")')).toEqual([
			paragraph({ kind: 'picture', name: 'area.png', alt: '晾晒区' })
		]);
	});

	test('signs that are written out', () => {
		expect(parseMarkdown('A&amp;B &#20320;&#x597d; &lt;b&gt; 5\\*3 &unknown;')).toEqual([
			paragraph(text('A&B 你好 <b> 5'), text('*'), text('3 &unknown;'))
		]);
	});
});

describe('[C20] hostile papers', () => {
	test.each([
		['a script', '前<script>alert(1)</script>后'],
		['a script block', '<script>\nalert(1)\n</script>\n\n后'],
		['an unclosed script', '前\n\n<script>alert(1)'],
		['a style', '<style>body{display:none}/*alert(1)*/</style>\n\n后'],
		['a comment', '前<!-- alert(1) -->后']
	])('%s is gone, the words beside it are not', (_what, source) => {
		const shown = words(parseMarkdown(source));
		expect(shown).not.toContain('alert');
		expect(shown).toMatch(/[前后]/);
	});

	test.each([
		['[看](javascript:alert(1))', '看'],
		['[看](https://elsewhere.example/?q=1)', '看'],
		['<a href="https://elsewhere.example" onclick="alert(1)">看</a>', '看'],
		['<div onmouseover="alert(1)">\n看\n</div>', '看'],
		['<iframe src="https://elsewhere.example"></iframe>看', '看'],
		['<svg><use href="https://elsewhere.example"/></svg>看', '看'],
		['[看][1]\n\n[1]: https://elsewhere.example', '看']
	])('of %s only the words stay', (source, kept) => {
		const shown = words(parseMarkdown(source));
		expect(shown).toContain(kept);
		expect(shown).not.toMatch(/elsewhere|javascript|alert|onclick|<\w/);
	});

	test('an address that is written out stays a word: there is nothing to press', () => {
		expect(parseMarkdown('见 https://a.example 与 <https://b.example>')).toEqual([
			paragraph(text('见 https://a.example 与 <https://b.example>'))
		]);
	});

	test('nesting without end brings nothing down', () => {
		for (const source of ['>'.repeat(20_000) + ' x', '- '.repeat(5000) + 'x', '*'.repeat(20_000)])
			expect(Array.isArray(parseMarkdown(source))).toBe(true);
	});

	test('whatever is typed, only known kinds come out', () => {
		const KINDS =
			/^(paragraph|heading|code|quote|list|table|rule|text|strong|em|del|break|picture)$/;
		const piece = fc.constantFrom(
			...[
				'<script>',
				'</script>',
				'![',
				'](',
				')',
				'**',
				'`',
				'\n',
				'\n\n',
				'> ',
				'- ',
				'|',
				'--|'
			],
			...['<img src=x onerror=alert(1)>', 'javascript:', '&lt;', '# ', '题', '&#60;', '[x]: ']
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
				JSON.parse(JSON.stringify(parseMarkdown(pieces.join(''))), (key, value: unknown) => {
					if (key === 'kind') expect(value).toMatch(KINDS);
					if (key === 'href' || key === 'raw') expect.fail(`${key} came through`);
					return value;
				});
			}),
			{ numRuns: 500 }
		);
	});
});
