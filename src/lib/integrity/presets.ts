// The three policies an exam may name (宽松, 标准, 严格): one table, and what makes it milder or stricter. Pure; the figures
// are reasoned in docs/spec/integrity.md.
import type { IncidentKind } from '../attempt/events.ts';
import type { KindPolicy, Policy, Severity, WatchPreset } from './policy.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

const of = (
	severity: Severity,
	graceS: number,
	mergeS: number,
	moreAfterS: number | null = null,
	moreAfterTimes: number | null = null
): KindPolicy => ({
	severity,
	graceMs: graceS * SECOND_MS,
	mergeMs: mergeS * SECOND_MS,
	moreAfterMs: moreAfterS === null ? null : moreAfterS * SECOND_MS,
	moreAfterTimes
});

const STANDARD: Readonly<Record<IncidentKind, KindPolicy>> = {
	'several-displays': of('attention', 1, 30),
	'full-screen-left': of('attention', 3, 10, 60, 4),
	'page-hidden': of('attention', 3, 10, 30, 4),
	'window-blurred': of('note', 3, 10, 30, 6),
	copied: of('note', 0, 30, null, 6),
	pasted: of('note', 0, 30, null, 6),
	printed: of('attention', 0, 30),
	'menu-opened': of('note', 0, 30, null, 10),
	dragged: of('note', 0, 30, null, 10),
	'screenshot-key': of('attention', 0, 30, null, 4),
	'camera-black': of('attention', 0, 10, 60),
	'camera-covered': of('attention', 0, 10, 60),
	'camera-frozen': of('attention', 0, 10, 60),
	'camera-muted': of('attention', 2, 10),
	'microphone-dead': of('attention', 0, 10, 60),
	'microphone-silent': of('note', 20, 30),
	'recorder-stalled': of('attention', 0, 10),
	'virtual-camera': of('attention', 0, MINUTE_MS / SECOND_MS),
	'device-differs': of('note', 0, MINUTE_MS / SECOND_MS),
	'clock-changed': of('note', 0, 10, null, 4),
	'storage-emptied': of('attention', 0, 10),
	'page-reloaded': of('note', 0, 10),
	'recording-interrupted': of('attention', 0, 5, 60),
	'recording-resumed': of('note', 0, 0),
	'device-changed': of('note', 0, 10),
	'device-ended': of('attention', 0, 5, 60),
	'storage-full': of('attention', 0, 10),
	'connection-lost': of('note', 5, 5),
	'second-login': of('attention', 0, 0),
	'paper-late': of('attention', 0, 0),
	'phone-interrupted': of('attention', 0, 0, 2 * 60),
	'phone-silent': of('note', 0, 0),
	'no-face': of('attention', 0, 10, 30),
	'several-faces': of('attention', 0, 10, 30),
	'looking-away': of('note', 0, 20, 60, 6),
	'other-face': of('serious', 0, 0),
	'face-watch-off': of('note', 0, 0)
};

/** How the others differ from the standard: everything's grace, and from which step on a span becomes more. */
const FACTOR: Readonly<Record<WatchPreset, number>> = { lenient: 2, standard: 1, strict: 0.5 };

export function presetPolicy(preset: WatchPreset): Policy {
	const factor = FACTOR[preset];
	const scaled = (policy: KindPolicy): KindPolicy => ({
		...policy,
		graceMs: Math.round(policy.graceMs * factor),
		moreAfterMs: policy.moreAfterMs === null ? null : Math.round(policy.moreAfterMs * factor),
		moreAfterTimes:
			policy.moreAfterTimes === null
				? null
				: Math.max(2, Math.round(policy.moreAfterTimes * factor))
	});
	const kinds = Object.entries(STANDARD).map(([kind, policy]) => [kind, scaled(policy)]);
	return { preset, kinds: Object.fromEntries(kinds) as Policy['kinds'] };
}

export const DEFAULT_POLICY = presetPolicy('standard');
