// An exam as this program works with it: the file's content with every default filled in, times as milliseconds.
import { DEFAULT_RULES, type ExamRules, type ExamTexts, type Text } from '../attempt/rules.ts';
import type { Encoding } from '../recording/encoding.ts';
import { EXEMPTIONS, type Exemption } from '../attempt/exemptions.ts';
import type { Millis } from '../shared/clock.ts';
import { parseInstant } from '../shared/instant.ts';
import { DEFAULT_TEXTS } from './default-texts.ts';
import type {
	ExamFile,
	FileEncoding,
	FilePaper,
	FileRules,
	FileSitting,
	FileText,
	STAFF_ROLES
} from './exam-file.ts';
import { policyOf } from './exam-watch.ts';
import type { PaperContent } from './paper.ts';
import type { PictureType } from './picture-file.ts';

export type StaffRole = (typeof STAFF_ROLES)[number];

export interface ExamDefinition {
	readonly code: string;
	readonly window: { readonly opensAt: Millis; readonly closesAt: Millis } | null;
	readonly rules: ExamRules;
	readonly texts: ExamTexts;
	readonly staff: readonly StaffMember[];
	readonly sittings: readonly SittingDefinition[];
}

export interface StaffMember {
	readonly account: string;
	readonly name: string;
	readonly roles: readonly StaffRoleAt[];
}

export interface StaffRoleAt {
	readonly role: StaffRole;
	/** null: every room of the exam. */
	readonly at: { readonly sitting: string; readonly room: string } | null;
}

export interface SittingDefinition {
	/** Unique in the installation and short enough to be read out on the telephone. */
	readonly code: string;
	readonly kind: 'mock' | 'formal';
	readonly startsAt: Millis;
	readonly endsAt: Millis;
	readonly paper: PaperContent | null;
	readonly rooms: readonly RoomDefinition[];
}

export interface RoomDefinition {
	readonly name: string;
	readonly candidates: readonly CandidateDefinition[];
}

export interface CandidateDefinition {
	readonly name: string;
	readonly idNumber: string;
	readonly admission: string;
	readonly position: string;
	readonly portrait: { readonly type: PictureType; readonly base64: string } | null;
	/** In the order of `EXEMPTIONS`. */
	readonly exempt: readonly Exemption[];
}

const MINUTE_MS = 60_000;
const msOf = (minutes: number): Millis => Math.round(minutes * MINUTE_MS);

/** Times are valid by now: the file has been checked. */
const at = (written: string): Millis => parseInstant(written) ?? Number.NaN;

/** When a sitting of a file starts and ends; NaN where a time is not to be read. */
export function timesOf({ startsAt, endsAt, minutes }: FileSitting): {
	startsAt: Millis;
	endsAt: Millis;
} {
	const start = at(startsAt);
	return {
		startsAt: start,
		endsAt: endsAt === undefined ? start + msOf(minutes ?? NaN) : at(endsAt)
	};
}

/** Where the English is missing, the Chinese stands in both. */
export const textOf = (written: FileText): Text =>
	typeof written === 'string'
		? { 'zh-CN': written, en: written }
		: { 'zh-CN': written['zh-CN'], en: written.en ?? written['zh-CN'] };

export function rulesOf(file: FileRules = {}): ExamRules {
	const ms = (minutes: number | undefined, otherwise: Millis): Millis =>
		minutes === undefined ? otherwise : msOf(minutes);
	return {
		plan: file.plan ?? DEFAULT_RULES.plan,
		loginOpensBeforeMs: ms(file.loginOpensMinutesBefore, DEFAULT_RULES.loginOpensBeforeMs),
		entryOpensBeforeMs: ms(file.entryOpensMinutesBefore, DEFAULT_RULES.entryOpensBeforeMs),
		loginClosesAfterMs: ms(file.loginClosesMinutesAfter, DEFAULT_RULES.loginClosesAfterMs),
		mayComeBack: file.mayComeBack ?? DEFAULT_RULES.mayComeBack,
		face: file.face ?? DEFAULT_RULES.face,
		phone: file.phone ?? DEFAULT_RULES.phone,
		sweep: file.sweep ?? DEFAULT_RULES.sweep,
		invigilator: file.invigilator ?? DEFAULT_RULES.invigilator,
		mayGrantTime: file.mayGrantTime ?? DEFAULT_RULES.mayGrantTime,
		camera: encodingOf(file.camera, DEFAULT_RULES.camera),
		screen: encodingOf(file.screen, DEFAULT_RULES.screen),
		evidence: encodingOf(file.evidence, DEFAULT_RULES.evidence),
		watch: file.watch === undefined ? DEFAULT_RULES.watch : policyOf(file.watch)
	};
}

function encodingOf(file: FileEncoding | undefined, otherwise: Encoding): Encoding {
	const bits = (kilobits: number | undefined, other: number): number =>
		kilobits === undefined ? other : Math.round(kilobits * 1000);
	return {
		width: file?.width ?? otherwise.width,
		height: file?.height ?? otherwise.height,
		frameRate: file?.frameRate ?? otherwise.frameRate,
		videoBitsPerSecond: bits(file?.videoKilobitsPerSecond, otherwise.videoBitsPerSecond),
		audioBitsPerSecond: bits(file?.audioKilobitsPerSecond, otherwise.audioBitsPerSecond)
	};
}

function textsOf({ title, texts }: ExamFile['exam']): ExamTexts {
	const or = (written: FileText | undefined, otherwise: Text): Text =>
		written === undefined ? otherwise : textOf(written);
	return {
		title: textOf(title),
		guidance: or(texts.guidance, DEFAULT_TEXTS.guidance),
		process:
			texts.process?.map((step) => ({ title: textOf(step.title), body: textOf(step.body) })) ??
			DEFAULT_TEXTS.process,
		pledge: or(texts.pledge, DEFAULT_TEXTS.pledge),
		notice: or(texts.notice, DEFAULT_TEXTS.notice),
		consent: or(texts.consent, DEFAULT_TEXTS.consent),
		prepared: texts.prepared?.map(textOf) ?? DEFAULT_TEXTS.prepared,
		supportPhone: texts.supportPhone,
		helpVideo: texts.helpVideo ?? null
	};
}

/** A paper without a guidance of its own carries the exam's. */
export function paperOf(file: FilePaper, guidance: Text): PaperContent {
	return {
		category: textOf(file.category),
		guidance: file.guidance === undefined ? guidance : textOf(file.guidance),
		...(file.minutes === undefined ? {} : { minutes: file.minutes }),
		pages: file.pages.map((page) => ({
			questions: page.questions.map(({ number, markdown }) => ({
				number,
				markdown: textOf(markdown)
			}))
		})),
		pictures: file.pictures ?? {}
	};
}

/** @param file checked: `checkExamFile` found no fault in it */
export function definitionOf(file: ExamFile): ExamDefinition {
	const { exam } = file;
	const texts = textsOf(exam);
	return {
		code: exam.code,
		window: exam.window
			? { opensAt: at(exam.window.opensAt), closesAt: at(exam.window.closesAt) }
			: null,
		rules: rulesOf(exam.rules),
		texts,
		staff: (file.staff ?? []).map(({ account, name, roles }) => ({
			account,
			name,
			roles: roles.map(({ role, sitting, room }) => ({
				role,
				at: room === undefined ? null : { sitting: sitting ?? sittingOfRoom(file, room), room }
			}))
		})),
		sittings: file.sittings.map((sitting) => ({
			code: sitting.code,
			kind: sitting.kind,
			...timesOf(sitting),
			paper: sitting.paper ? paperOf(sitting.paper, texts.guidance) : null,
			rooms: sitting.rooms.map((room) => ({
				name: room.name,
				candidates: room.candidates.map((candidate) => ({
					...candidate,
					portrait: candidate.portrait ?? null,
					exempt: EXEMPTIONS.filter((facet) => candidate.exempt?.includes(facet))
				}))
			}))
		}))
	};
}

const sittingOfRoom = (file: ExamFile, room: string): string =>
	file.sittings.find(({ rooms }) => rooms.some(({ name }) => name === room))?.code ?? '';
