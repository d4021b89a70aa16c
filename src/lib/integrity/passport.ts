// The device passport (C4): what the last device check found, kept by the device, told to the attempt's log, and compared
// with on the day (C31). Labels of devices are digests: they tell "another camera", not which. Pure.
import * as v from 'valibot';
import {
	CountField as count,
	MillisField as millis,
	Sha256Field as sha256,
	TextField
} from '../shared/fields.ts';

/** Every line of the check, in the order of the page. A phone has no screens and no full screen. */
export const CHECK_LINES = [
	'browser',
	'camera',
	'microphone',
	'speaker',
	'screens',
	'full-screen',
	'battery',
	'upload',
	'latency',
	'storage',
	'clock',
	'recording'
] as const;
export type CheckLine = (typeof CHECK_LINES)[number];

/** `unknown`: this browser does not tell; nobody is held up by it. */
export const VERDICTS = ['ok', 'attention', 'failed', 'unknown'] as const;
export type Verdict = (typeof VERDICTS)[number];

const text = (most: number) => v.pipe(TextField, v.maxLength(most));

export const PassportSchema = v.object({
	v: v.literal(1),
	device: v.picklist(['desktop', 'phone']),
	checkedAt: millis,
	/** Name and version as the browser tells, e.g. "Chrome 146"; system, e.g. "Windows". */
	browser: text(100),
	system: text(100),
	/** Random, of this browser: digests of two computers tell nothing of each other. */
	salt: text(64),
	/** SHA-256 of salt, kind and label; null = not opened. */
	camera: v.nullable(sha256),
	microphone: v.nullable(sha256),
	/** C31: its label is that of a known virtual camera. */
	virtualCamera: v.boolean(),
	screen: v.object({
		width: count,
		height: count,
		/** Null: the browser does not tell. */
		several: v.nullable(v.boolean())
	}),
	/** Kilobits per second that arrived, over the real path, for at least five seconds. */
	uploadKbps: v.nullable(count),
	/** Round trip, and how much it wavers, ms. */
	latencyMs: v.nullable(millis),
	jitterMs: v.nullable(millis),
	freeBytes: v.nullable(count),
	/** How much the computer's own clock is ahead of the server's, ms. */
	clockAheadMs: v.nullable(v.pipe(v.number(), v.integer())),
	/** A line that was not looked at is left out. */
	lines: v.record(v.picklist(CHECK_LINES), v.picklist(VERDICTS))
});
export type Passport = v.InferOutput<typeof PassportSchema>;
