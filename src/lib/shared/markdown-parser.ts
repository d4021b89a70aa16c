// Markdown to the tree of `markdown.ts`. `marked` finds the structure; what it finds and we do not know becomes text or
// nothing. Loaded when a page with Markdown comes near, not with the first pages.
import { Marked, type MarkedToken, type Token, type Tokens } from 'marked';
import { plainBlocks, type Block, type Inline } from './markdown.ts';

/** Deeper nesting is nobody's question; it is drawn flat, and no page is brought down by it. */
const MAX_DEPTH = 12;
const MAX_CHARACTERS = 40_000;

const marked = new Marked({
	gfm: true,
	// a line that was broken by its author stays broken: Chinese has no spaces to join lines with
	breaks: true,
	tokenizer: {
		// an indented paragraph is a paragraph, and an HTML-looking line is no reason to swallow text
		code: () => undefined,
		url: () => undefined,
		autolink: () => undefined
	},
	extensions: [
		{
			// CommonMark does not close `**注意：**请` because of the full-width colon; an author expects it to
			name: 'strong',
			level: 'inline',
			start: (source) => source.indexOf('**'),
			tokenizer(source) {
				const [raw, text] = /^\*\*(?=\S)((?:[^*\\]|\\.|\*(?!\*))+?)(?<=\S)\*\*/.exec(source) ?? [];
				if (raw === undefined || text === undefined) return undefined;
				return { type: 'strong', raw, text, tokens: this.lexer.inlineTokens(text) };
			}
		}
	]
});

/** Never throws: what cannot be parsed is shown as it was typed. */
export function parseMarkdown(text: string): Block[] {
	if (text.length > MAX_CHARACTERS) return plainBlocks(text);
	try {
		return blocks(marked.lexer(text), 0);
	} catch {
		return plainBlocks(text);
	}
}

const blocks = (tokens: readonly Token[], depth: number): Block[] =>
	tokens.flatMap((token) => block(token as MarkedToken, depth));

function block(token: MarkedToken, depth: number): Block[] {
	if (depth > MAX_DEPTH) return plainBlocks(token.raw);
	switch (token.type) {
		case 'paragraph':
		case 'text':
			return paragraph(inlines(token.tokens ?? [token], depth));
		case 'heading':
			return [{ kind: 'heading', level: token.depth, children: inlines(token.tokens, depth) }];
		case 'code':
			return [{ kind: 'code', text: token.text }];
		case 'blockquote':
			return [{ kind: 'quote', children: blocks(token.tokens, depth + 1) }];
		case 'list':
			return [
				{
					kind: 'list',
					start: token.ordered ? Number(token.start) || 1 : null,
					items: token.items.map((item) => blocks(item.tokens, depth + 1))
				}
			];
		case 'table':
			return [table(token, depth)];
		case 'hr':
			return [{ kind: 'rule' }];
		case 'html':
			return plainBlocks(decodeEntities(withoutTags(token.raw)));
		default:
			return [];
	}
}

const paragraph = (children: Inline[]): Block[] =>
	children.length > 0 ? [{ kind: 'paragraph', children }] : [];

const table = ({ align, header, rows }: Tokens.Table, depth: number): Block => ({
	kind: 'table',
	align,
	header: header.map((cell) => inlines(cell.tokens, depth)),
	rows: rows.map((row) => row.map((cell) => inlines(cell.tokens, depth)))
});

function inlines(tokens: readonly Token[], depth: number): Inline[] {
	let skipping = false;
	return tokens.flatMap((one) => {
		const token = one as MarkedToken;
		if (token.type === 'html') {
			if (/^<(script|style)\b/i.test(token.raw)) skipping = true;
			if (/^<\/(script|style)\b/i.test(token.raw)) skipping = false;
		}
		return skipping ? [] : inline(token, depth + 1);
	});
}

function inline(token: MarkedToken, depth: number): Inline[] {
	if (depth > MAX_DEPTH) return [{ kind: 'text', text: token.raw }];
	switch (token.type) {
		case 'strong':
		case 'em':
		case 'del':
			return [{ kind: token.type, children: inlines(token.tokens, depth) }];
		// what a link says stays, where it leads does not
		case 'link':
			return inlines(token.tokens, depth);
		case 'image':
			return [{ kind: 'picture', name: decodeName(token.href), alt: decodeEntities(token.text) }];
		case 'codespan':
			return [{ kind: 'code', text: token.text }];
		case 'br':
			return [{ kind: 'break' }];
		case 'html':
			return /^<br\b/i.test(token.raw) ? [{ kind: 'break' }] : [];
		case 'escape':
			return [{ kind: 'text', text: token.text }];
		case 'text':
			return token.tokens
				? inlines(token.tokens, depth)
				: [{ kind: 'text', text: decodeEntities(token.text) }];
		default:
			return [];
	}
}

/** Of a block of HTML the words are kept, so that nothing an author wrote is lost in silence; scripts are not words. */
const withoutTags = (html: string): string =>
	html
		.replace(/<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi, '')
		.replace(/<!--[^]*?(?:-->|$)/g, '')
		.replace(/<br\s*\/?>/gi, '\n')
		.replace(/<[^>]*>/g, '');

function decodeName(href: string): string {
	try {
		return decodeURIComponent(href);
	} catch {
		return href;
	}
}

const NAMED: Readonly<Record<string, string>> = {
	...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' },
	...{ emsp: '\u2003', ensp: '\u2002', hellip: '…', mdash: '—', middot: '·', times: '×' },
	...{ ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', yen: '¥', deg: '°' }
};

const decodeEntities = (text: string): string =>
	text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
		if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
		const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
