// The file of an exam (docs/spec/exam-file.md): its shape. What must fit together is in exam-file-checks.ts. Nothing is
// transformed here, so that a file with a wrong value can still be checked to its end.
import * as v from 'valibot';
import { EXEMPTIONS } from '../attempt/exemptions.ts';
import { STAGES } from '../attempt/stage.ts';
import { parseInstant } from '../shared/instant.ts';
import { as, members, number, whole } from './exam-file-fields.ts';
import { WatchSchema } from './exam-watch.ts';
import { isPicture, PICTURE_TYPES } from './picture-file.ts';

export const FORMAT = 'duimian-exam';
export const VERSION = 1;

const MAX_NAME = 100;
const MAX_TEXT = 20_000;
const MAX_PORTRAIT = 1_400_000;
const MAX_PICTURES = 40;
const LEAST_PASSWORD = 10;
const MINUTES_A_WEEK = 7 * 24 * 60;
const MINUTES_A_DAY = 24 * 60;

const isClean = (text: string): boolean => text.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(text);
const isLine = (text: string): boolean =>
	isClean(text) && !/[\t\n\r]/.test(text) && text.trim() === text;

const line = (most = MAX_NAME) =>
	v.pipe(
		v.string(),
		v.minLength(1, as('empty')),
		v.maxLength(most, as('too-long')),
		v.check(isLine, as('bad-characters'))
	);
const prose = v.pipe(
	v.string(),
	v.check((text) => text.trim() !== '', as('empty')),
	v.maxLength(MAX_TEXT, as('too-long')),
	v.check(isClean, as('bad-characters'))
);
const inTwo = members({ 'zh-CN': prose, en: v.optional(prose) });
/** In both languages, or one text for both. */
const text = v.lazy((input): typeof prose | typeof inTwo =>
	typeof input === 'string' ? prose : inTwo
);
export type FileText = v.InferOutput<typeof text>;

const instant = v.pipe(
	v.string(),
	v.check((written) => parseInstant(written) !== null, as('bad-time'))
);
const code = v.pipe(v.string(), v.regex(/^[A-Z0-9][A-Z0-9-]{1,15}$/, as('bad-code')));
const some = <S extends v.GenericSchema>(item: S, most: number) =>
	v.pipe(v.array(item), v.minLength(1, as('empty')), v.maxLength(most, as('too-long')));

const encoding = members({
	width: v.optional(whole(160, 3840)),
	height: v.optional(whole(120, 2160)),
	frameRate: v.optional(whole(1, 60)),
	videoKilobitsPerSecond: v.optional(number(50, 8000)),
	audioKilobitsPerSecond: v.optional(number(0, 320))
});
export type FileEncoding = v.InferOutput<typeof encoding>;

const rules = members({
	plan: v.optional(v.array(v.picklist(STAGES))),
	loginOpensMinutesBefore: v.optional(number(0, MINUTES_A_WEEK)),
	entryOpensMinutesBefore: v.optional(number(0, MINUTES_A_WEEK)),
	loginClosesMinutesAfter: v.optional(number(0, MINUTES_A_DAY)),
	mayComeBack: v.optional(v.boolean()),
	face: v.optional(v.picklist(['required', 'waived'])),
	phone: v.optional(v.picklist(['required', 'waived'])),
	/** 环拍 (P3); without a phone there is none either. */
	sweep: v.optional(v.picklist(['required', 'waived'])),
	/** Whether a room opens only after an invigilator has been present (I4). */
	invigilator: v.optional(v.picklist(['required', 'optional'])),
	/** Whether staff may give lost time back (C23). */
	mayGrantTime: v.optional(v.boolean()),
	camera: v.optional(encoding),
	screen: v.optional(encoding),
	evidence: v.optional(encoding),
	/** C25–C33: what is an incident, and how much it matters. */
	watch: v.optional(WatchSchema)
});
export type FileRules = v.InferOutput<typeof rules>;

const texts = members({
	guidance: v.optional(text),
	/** Empty: the page has no steps to tell. */
	process: v.optional(
		v.pipe(v.array(members({ title: text, body: text })), v.maxLength(20, as('too-long')))
	),
	pledge: v.optional(text),
	notice: v.optional(text),
	consent: v.optional(text),
	/** What invigilators say often (I3). */
	prepared: v.optional(v.pipe(v.array(text), v.maxLength(20, as('too-long')))),
	supportPhone: line(),
	helpVideo: v.optional(
		v.nullable(v.pipe(line(500), v.regex(/^(?:https:\/\/|\/(?!\/))\S+$/, as('bad-address'))))
	)
});

const paper = members({
	category: text,
	guidance: v.optional(text),
	/** How long it is meant to take; said, not enforced. */
	minutes: v.optional(whole(1, MINUTES_A_DAY)),
	pages: some(
		members({ questions: some(members({ number: whole(1, 999), markdown: text }), 20) }),
		20
	),
	pictures: v.optional(
		v.pipe(
			v.record(
				v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u, as('bad-picture-name'))),
				v.pipe(
					v.string(),
					v.check((uri) => isDataPicture(uri), as('bad-picture'))
				)
			),
			v.maxEntries(MAX_PICTURES, as('too-long'))
		)
	)
});
export type FilePaper = v.InferOutput<typeof paper>;

const portrait = v.pipe(
	members({
		type: v.picklist(PICTURE_TYPES),
		base64: v.pipe(v.string(), v.maxLength(MAX_PORTRAIT, as('too-long')))
	}),
	v.check(({ type, base64 }) => isPicture(type, base64), as('bad-picture'))
);

const candidate = members({
	name: line(),
	idNumber: v.pipe(v.string(), v.regex(/^\d{17}[\dX]$/, as('bad-id-number'))),
	/** Also the account that the candidate logs in with. */
	admission: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{4,32}$/, as('bad-admission'))),
	position: line(),
	portrait: v.optional(portrait),
	/** What this candidate is let off (C14). */
	exempt: v.optional(v.array(v.picklist(EXEMPTIONS)))
});

const sitting = members({
	code,
	kind: v.picklist(['mock', 'formal']),
	startsAt: instant,
	minutes: v.optional(number(0, MINUTES_A_DAY)),
	endsAt: v.optional(instant),
	paper: v.optional(v.nullable(paper)),
	rooms: some(members({ name: line(), candidates: some(candidate, 1000) }), 500)
});

/** Candidates stand in the rooms. */
export const STAFF_ROLES = [
	'invigilator',
	'technician',
	'administrator',
	'examiner',
	'auditor'
] as const;
const person = members({
	account: line(),
	name: line(),
	roles: some(
		members({
			role: v.picklist(STAFF_ROLES),
			sitting: v.optional(v.string()),
			room: v.optional(v.string())
		}),
		500
	),
	password: v.optional(
		v.pipe(
			v.string(),
			v.minLength(LEAST_PASSWORD, as('short-password')),
			v.maxLength(200, as('too-long'))
		)
	)
});

export const ExamFileSchema = members({
	format: v.literal(FORMAT, as('not-this-format')),
	version: v.literal(VERSION, as('not-this-format')),
	exam: members({
		code,
		title: text,
		window: v.optional(v.nullable(members({ opensAt: instant, closesAt: instant }))),
		rules: v.optional(rules),
		texts
	}),
	staff: v.optional(v.pipe(v.array(person), v.maxLength(1000, as('too-long')))),
	sittings: some(sitting, 200)
});
export type ExamFile = v.InferOutput<typeof ExamFileSchema>;
export type FileSitting = ExamFile['sittings'][number];
export type FileCandidate = FileSitting['rooms'][number]['candidates'][number];

function isDataPicture(uri: string): boolean {
	const found = /^data:([a-z/]+);base64,/.exec(uri);
	return found !== null && isPicture(found[1] ?? '', uri.slice(found[0].length));
}
