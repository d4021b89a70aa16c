// A paper: what is sealed before the start and read at the start second (C19, C20). docs/spec/paper.md.
import * as v from 'valibot';
import type { Locale } from '../shared/i18n.ts';

const MAX_TEXT = 20_000;
const MAX_PAGES = 20;
const MAX_QUESTIONS_PER_PAGE = 20;
const MAX_PICTURES = 40;
const MAX_MINUTES = 24 * 60;
/** With the pictures inside; what every candidate's device fetches before the start. */
export const MAX_PAPER_BYTES = 8 * 1024 * 1024;

const text = v.pipe(v.string(), v.maxLength(MAX_TEXT));
/** English may be left out: then the Chinese is shown. */
const PaperTextSchema = v.object({ 'zh-CN': v.pipe(text, v.minLength(1)), en: v.optional(text) });
export type PaperText = v.InferOutput<typeof PaperTextSchema>;

/** No SVG: it can hold scripts and addresses. */
const PICTURE = /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/;
const PICTURE_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;

const QuestionSchema = v.object({
	/** As it is called on the paper; unique in it. */
	number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999)),
	markdown: PaperTextSchema
});

const PageSchema = v.object({
	questions: v.pipe(v.array(QuestionSchema), v.minLength(1), v.maxLength(MAX_QUESTIONS_PER_PAGE))
});

/** What an author writes and an import brings. */
export const PaperContentSchema = v.object({
	category: PaperTextSchema,
	guidance: PaperTextSchema,
	/** How long the paper is meant to take; said, not enforced (the sitting's end counts). */
	minutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_MINUTES))),
	pages: v.pipe(
		v.array(PageSchema),
		v.minLength(1),
		v.maxLength(MAX_PAGES),
		v.check((pages) => hasDistinctNumbers(pages), 'each question needs a number of its own')
	),
	/** By the name under which the Markdown shows it: `![…](name.png)`. */
	pictures: v.optional(
		v.pipe(
			v.record(
				v.pipe(v.string(), v.regex(PICTURE_NAME)),
				v.pipe(v.string(), v.regex(PICTURE, 'a PNG, JPEG or WebP as data: address'))
			),
			v.check((pictures) => Object.keys(pictures).length <= MAX_PICTURES, 'too many pictures')
		),
		{}
	)
});
export type PaperContent = v.InferOutput<typeof PaperContentSchema>;

/** What lies in the envelope. */
export const PaperSchema = v.object({
	v: v.literal(1),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	...PaperContentSchema.entries
});
export type OpenPaper = v.InferOutput<typeof PaperSchema>;

export const inLanguage = (written: PaperText, locale: Locale): string =>
	(locale === 'en' ? written.en : undefined) ?? written['zh-CN'];

function hasDistinctNumbers(pages: readonly v.InferOutput<typeof PageSchema>[]): boolean {
	const numbers = pages.flatMap((page) => page.questions.map((question) => question.number));
	return new Set(numbers).size === numbers.length;
}
