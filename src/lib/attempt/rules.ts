// What event 0 freezes: the exam's rules and texts as they were when the attempt began.
import * as v from 'valibot';
import { MillisField as millis } from '../shared/fields.ts';
import { isPlan, STAGES } from './stage.ts';

/** One encoder's settings. Pixels, frames per second, bits per second. */
const EncodingSchema = v.object({
	width: v.number(),
	height: v.number(),
	frameRate: v.number(),
	videoBitsPerSecond: v.number(),
	audioBitsPerSecond: v.number()
});
export type Encoding = v.InferOutput<typeof EncodingSchema>;

/** A text in both languages; each exam brings its own. */
const TextSchema = v.object({ 'zh-CN': v.string(), en: v.string() });

export const RulesSchema = v.object({
	plan: v.pipe(
		v.array(v.picklist(STAGES)),
		v.check((stages) => isPlan(stages), 'not a way through an interview')
	),
	/** How long before the start the login opens (C5) and the entry opens (C14). */
	loginOpensBeforeMs: millis,
	entryOpensBeforeMs: millis,
	/** How long after the start a first login is still taken (C9). */
	loginClosesAfterMs: millis,
	camera: EncodingSchema,
	screen: EncodingSchema
});
export type ExamRules = v.InferOutput<typeof RulesSchema>;

export const TextsSchema = v.object({
	title: TextSchema,
	guidance: TextSchema,
	supportPhone: v.string()
});
export type ExamTexts = v.InferOutput<typeof TextsSchema>;

export const FrozenSchema = v.object({
	sitting: v.string(),
	kind: v.picklist(['mock', 'formal']),
	startsAt: millis,
	endsAt: millis,
	rules: RulesSchema,
	texts: TextsSchema
});
export type Frozen = v.InferOutput<typeof FrozenSchema>;

/** Suggested by measurement: readable faces and text at about 1 Mbit/s in all (docs/spec/recording.md). */
export const DEFAULT_RULES: ExamRules = {
	plan: ['devices', 'wait', 'answer', 'upload', 'done'],
	loginOpensBeforeMs: 30 * 60_000,
	entryOpensBeforeMs: 10 * 60_000,
	loginClosesAfterMs: 3 * 60_000,
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
	}
};
