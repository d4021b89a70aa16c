// What an exam's file says of the integrity watch (C25–C33): the name of a preset, and what is different from it. An
// attempt freezes the whole table; here the two are turned into each other. Pure.
import * as v from 'valibot';
import { INCIDENT_KINDS, type IncidentKind } from '../attempt/events.ts';
import {
	SEVERITIES,
	WATCH_PRESETS,
	type KindPolicy,
	type Policy,
	type WatchPreset
} from '../integrity/policy.ts';
import { presetPolicy } from '../integrity/presets.ts';
import { kindPolicy } from '../integrity/severity.ts';
import { members, number, whole } from './exam-file-fields.ts';

const SECONDS_AN_HOUR = 3600;
const SECONDS_A_DAY = 24 * SECONDS_AN_HOUR;

const kind = members({
	severity: v.optional(v.picklist(['off', ...SEVERITIES])),
	graceSeconds: v.optional(number(0, SECONDS_AN_HOUR)),
	mergeSeconds: v.optional(number(0, SECONDS_AN_HOUR)),
	moreAfterSeconds: v.optional(v.nullable(number(0, SECONDS_A_DAY))),
	moreAfterTimes: v.optional(v.nullable(whole(2, 1000)))
});
type FileKind = v.InferOutput<typeof kind>;

const ofEachKind = Object.fromEntries(
	INCIDENT_KINDS.map((name) => [name, v.optional(kind)])
) as Record<IncidentKind, v.OptionalSchema<typeof kind, undefined>>;

const preset = v.picklist(WATCH_PRESETS);
const changed = members({ preset, kinds: v.optional(members(ofEachKind)) });
export const WatchSchema = v.lazy((input): typeof preset | typeof changed =>
	typeof input === 'object' && input !== null ? changed : preset
);
export type FileWatch = v.InferOutput<typeof WatchSchema>;

const msOf = (seconds: number): number => Math.round(seconds * 1000);

/** @returns the whole table: what is left out is the preset's */
export function policyOf(file: FileWatch): Policy {
	const name = typeof file === 'string' ? file : file.preset;
	const kinds = { ...presetPolicy(name).kinds };
	if (typeof file !== 'string')
		for (const [kind, said] of Object.entries(file.kinds ?? {})) {
			const before = kinds[kind];
			if (before && said) kinds[kind] = { ...before, ...policyIn(said) };
		}
	return { preset: name, kinds };
}

function policyIn(said: FileKind): Partial<KindPolicy> {
	const { severity, graceSeconds, mergeSeconds, moreAfterSeconds: after, moreAfterTimes } = said;
	return {
		...(severity === undefined ? {} : { severity }),
		...(graceSeconds === undefined ? {} : { graceMs: msOf(graceSeconds) }),
		...(mergeSeconds === undefined ? {} : { mergeMs: msOf(mergeSeconds) }),
		...(after === undefined ? {} : { moreAfterMs: after === null ? null : msOf(after) }),
		...(moreAfterTimes === undefined ? {} : { moreAfterTimes })
	};
}

/** The preset's name, with what is different from it, in the order of the kinds. A kind it did not know is a note. */
export function watchIn(policy: Policy): FileWatch {
	const { preset } = policy;
	const kinds = differences(policy, preset);
	return Object.keys(kinds).length === 0 ? preset : { preset, kinds };
}

function differences(policy: Policy, preset: WatchPreset): Partial<Record<IncidentKind, FileKind>> {
	const standing = presetPolicy(preset);
	return Object.fromEntries(
		INCIDENT_KINDS.flatMap((name) => {
			const before = Object.entries(fileKind(kindPolicy(standing, name)));
			const now = Object.entries(fileKind(kindPolicy(policy, name)));
			const other = now.filter(([, value], at) => value !== before[at]?.[1]);
			return other.length === 0 ? [] : [[name, Object.fromEntries(other)]];
		})
	);
}

const fileKind = (policy: KindPolicy): Required<FileKind> => ({
	severity: policy.severity,
	graceSeconds: policy.graceMs / 1000,
	mergeSeconds: policy.mergeMs / 1000,
	moreAfterSeconds: policy.moreAfterMs === null ? null : policy.moreAfterMs / 1000,
	moreAfterTimes: policy.moreAfterTimes
});
