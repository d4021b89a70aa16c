// What an exam makes of signals (C25–C33): from when on a span is an incident, which spans are one, how much it matters.
// Frozen whole into event 0, so that a later version of this table judges nobody anew. Pure.
import * as v from 'valibot';
import { MillisField as millis } from '../shared/fields.ts';

/** How much a person should care. Nothing follows from it by itself: incidents are judged by people (I4). */
export const SEVERITIES = ['note', 'attention', 'serious'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const WATCH_PRESETS = ['lenient', 'standard', 'strict'] as const;
export type WatchPreset = (typeof WATCH_PRESETS)[number];

const times = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1000));

export const KindPolicySchema = v.object({
	/** `off`: no incident at all, and nothing is told. */
	severity: v.picklist(['off', ...SEVERITIES]),
	/** Shorter than this in all is no incident. */
	graceMs: millis,
	/** Spans of one kind and track with no more than this between them are one incident. */
	mergeMs: millis,
	/** One step more severe after as long, or as many spans in one incident; null = never. */
	moreAfterMs: v.nullable(millis),
	moreAfterTimes: v.nullable(times)
});
export type KindPolicy = v.InferOutput<typeof KindPolicySchema>;

export const PolicySchema = v.object({
	preset: v.picklist(WATCH_PRESETS),
	/** By kind of incident; text, because a log is older than the kinds that are added later. */
	kinds: v.record(v.string(), KindPolicySchema)
});
export type Policy = v.InferOutput<typeof PolicySchema>;
