// What event 0 freezes: the exam's rules and texts as they were when the attempt began.
import * as v from 'valibot';
import { PolicySchema } from '../integrity/policy.ts';
import { DEFAULT_POLICY } from '../integrity/presets.ts';
import { EncodingSchema, type Encoding } from '../recording/encoding.ts';
import { MillisField as millis } from '../shared/fields.ts';
import { isPlan, STAGES } from './stage.ts';

/** A text in both languages; each exam brings its own. */
export const TextSchema = v.object({ 'zh-CN': v.string(), en: v.string() });
export type Text = v.InferOutput<typeof TextSchema>;

export const RulesSchema = v.object({
	plan: v.pipe(
		v.array(v.picklist(STAGES)),
		v.check((stages) => isPlan(stages), 'not a way through an interview')
	),
	/** How long before the start the login opens (C5) and the entry opens (C14). */
	loginOpensBeforeMs: millis,
	entryOpensBeforeMs: millis,
	/** How long after the start a first login, and entry without a person's leave, is still taken (C9). */
	loginClosesAfterMs: millis,
	/** Whether somebody who had entered may come back until the end (C9). */
	mayComeBack: v.boolean(),
	/** Facets that an exam may do without (C14). */
	face: v.picklist(['required', 'waived']),
	phone: v.picklist(['required', 'waived']),
	/** P3: 环拍 before the phone films; where the phone is waived, this is too. */
	sweep: v.picklist(['required', 'waived']),
	/** I4: whether a room opens only after an invigilator has been present. */
	invigilator: v.picklist(['required', 'optional']),
	/** C23: whether staff may give back time that was lost. */
	mayGrantTime: v.boolean(),
	camera: EncodingSchema,
	screen: EncodingSchema,
	/** P4: what the phone films in. */
	evidence: EncodingSchema,
	/** C25–C33: what is an incident, and how much it matters. */
	watch: PolicySchema
});
export type ExamRules = v.InferOutput<typeof RulesSchema>;

/** C10: one step of the process page. */
const ProcessStepSchema = v.object({ title: TextSchema, body: TextSchema });

export const TextsSchema = v.object({
	title: TextSchema,
	/** 面试指导语; a paper may bring its own. Markdown, as are `pledge`, `notice` and the bodies of the process. */
	guidance: TextSchema,
	process: v.array(ProcessStepSchema),
	pledge: TextSchema,
	notice: TextSchema,
	/** C7: what is asked before any use of the face. */
	consent: TextSchema,
	/** I3: what an invigilator says often, to be sent by one press. */
	prepared: v.array(TextSchema),
	supportPhone: v.string(),
	/** Address of the help video (视频指引), null = there is none. */
	helpVideo: v.nullable(v.string())
});
export type ExamTexts = v.InferOutput<typeof TextsSchema>;

export const FrozenSchema = v.object({
	sitting: v.string(),
	kind: v.picklist(['mock', 'formal']),
	startsAt: millis,
	endsAt: millis,
	rules: RulesSchema,
	texts: TextsSchema,
	/** The exam's public key for hand-in files (C24): SubjectPublicKeyInfo in base64. */
	handInKey: v.nullable(v.object({ id: v.string(), spki: v.string() }))
});
export type Frozen = v.InferOutput<typeof FrozenSchema>;

/** Measured: about 0.55 Mbit/s, and a phone that stays cool (docs/spec/recording.md). */
const EVIDENCE: Encoding = {
	width: 640,
	height: 480,
	frameRate: 12,
	videoBitsPerSecond: 500_000,
	audioBitsPerSecond: 48_000
};

const NO_TEXT: Text = { 'zh-CN': '', en: '' };
const OLD_RULES = {
	...{ mayComeBack: true, face: 'waived', phone: 'waived', sweep: 'waived' },
	...{ invigilator: 'optional', mayGrantTime: true },
	...{ evidence: EVIDENCE, watch: DEFAULT_POLICY }
} as const;
const OLD_TEXTS = {
	process: [],
	pledge: NO_TEXT,
	notice: NO_TEXT,
	consent: NO_TEXT,
	prepared: [],
	helpVideo: null
};
const OLD = { handInKey: null };

/**
 * Event 0 never changes: an attempt that began before a member existed leaves it out for ever, and means this by it.
 */
export const wholeFrozen = (frozen: Frozen): Frozen => ({
	...OLD,
	...frozen,
	rules: wholeRules(completeRules(frozen.rules)),
	texts: { ...OLD_TEXTS, ...frozen.texts }
});

/** An exam that was imported before a rule existed means this by it. */
export const completeRules = (rules: ExamRules): ExamRules => ({ ...OLD_RULES, ...rules });

/** Nobody is led to a page about a phone that the exam, or this candidate, does without (C11). */
export const wholeRules = (rules: ExamRules): ExamRules =>
	rules.phone === 'required'
		? rules
		: { ...rules, plan: rules.plan.filter((stage) => stage !== 'phone') };

/** Suggested by measurement: readable faces and text at about 1 Mbit/s in all (docs/spec/recording.md). */
export const DEFAULT_RULES: ExamRules = {
	plan: [...STAGES],
	loginOpensBeforeMs: 30 * 60_000,
	entryOpensBeforeMs: 10 * 60_000,
	loginClosesAfterMs: 3 * 60_000,
	mayComeBack: true,
	face: 'waived',
	phone: 'waived',
	sweep: 'required',
	invigilator: 'optional',
	mayGrantTime: true,
	camera: {
		width: 640,
		height: 480,
		frameRate: 15,
		videoBitsPerSecond: 600_000,
		audioBitsPerSecond: 48_000
	},
	screen: {
		width: 1280,
		height: 720,
		frameRate: 5,
		videoBitsPerSecond: 400_000,
		audioBitsPerSecond: 0
	},
	evidence: EVIDENCE,
	watch: DEFAULT_POLICY
};
