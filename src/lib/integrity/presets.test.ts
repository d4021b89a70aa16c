import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { INCIDENT_KINDS, type IncidentKind } from '../attempt/events.ts';
import { mayTellIncident } from '../attempt/incident-tellers.ts';
import { PRESENCE_KINDS } from '../identity/presence-signal.ts';
import { PolicySchema, WATCH_PRESETS, type KindPolicy, type WatchPreset } from './policy.ts';
import { DEFAULT_POLICY, presetPolicy } from './presets.ts';
import { bySeverity, severityOf } from './severity.ts';

const kindOf = (preset: WatchPreset, kind: IncidentKind): KindPolicy => {
	const policy = presetPolicy(preset).kinds[kind];
	if (!policy) throw new Error(`${preset} says nothing of ${kind}`);
	return policy;
};
const NEVER = Infinity;

describe('[C25][C34] the three policies', () => {
	test.each(WATCH_PRESETS)('%s is whole, and may be frozen', (preset) => {
		const policy = presetPolicy(preset);
		expect(v.parse(PolicySchema, policy)).toEqual(policy);
		expect(policy.preset).toBe(preset);
		expect(Object.keys(policy.kinds).toSorted()).toEqual([...INCIDENT_KINDS].toSorted());
	});

	test('an exam that names none has the standard', () => {
		expect(DEFAULT_POLICY).toEqual(presetPolicy('standard'));
	});

	test.each([
		['lenient', 'standard'],
		['standard', 'strict']
	] as const)('%s is for no kind stricter than %s', (milder, stricter) => {
		for (const kind of INCIDENT_KINDS) {
			const [mild, strict] = [kindOf(milder, kind), kindOf(stricter, kind)];
			expect([kind, mild.graceMs >= strict.graceMs]).toEqual([kind, true]);
			for (const lastedMs of [0, 1000, 20_000, 45_000, 100_000, 900_000])
				for (const times of [1, 2, 3, 5, 8, 20]) {
					const one = { kind, from: 0, until: lastedMs, times };
					const [a, b] = [milder, stricter].map((it) => severityOf(presetPolicy(it), one, 0));
					expect([kind, bySeverity(a ?? 'serious', b ?? 'note') <= 0]).toEqual([kind, true]);
				}
			expect([kind, (mild.moreAfterMs ?? NEVER) >= (strict.moreAfterMs ?? NEVER)]).toEqual([
				...[kind, true]
			]);
		}
	});

	test('[C30] what somebody else has counted already has no second grace', () => {
		for (const preset of WATCH_PRESETS)
			for (const kind of INCIDENT_KINDS) {
				const counted = PRESENCE_KINDS.some((one) => one === kind);
				if (counted || !mayTellIncident('desktop', kind))
					expect([kind, kindOf(preset, kind).graceMs]).toEqual([kind, 0]);
			}
	});

	test('[C27] one Alt-Tab under the grace is none, and a click beside the window a note at most', () => {
		for (const preset of WATCH_PRESETS) {
			expect(kindOf(preset, 'page-hidden').graceMs).toBeGreaterThan(1000);
			expect(kindOf(preset, 'window-blurred')).toMatchObject({ severity: 'note' });
		}
	});
});
