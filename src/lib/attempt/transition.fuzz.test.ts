// The reducer under random sequences of events: what holds of every attempt, whatever is done to it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	initialState,
	isUploadComplete,
	missingParts,
	type AttemptState
} from './attempt-state.ts';
import { INCIDENT_KINDS, PHONE_STOPS, type AttemptEvent } from './events.ts';
import { phoneMissing } from './phone-transitions.ts';
import { isBefore } from './stage.ts';
import { transition, type Effect } from './transition.ts';
import {
	after,
	announced,
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	filming,
	FROZEN,
	interrupted,
	manifest,
	opened,
	openedPhone,
	phoneAnnounced,
	phoneManifest,
	STARTS_AT,
	stoppedPhone,
	swept,
	uuid,
	verified
} from './testing/events.ts';

const started: AttemptEvent = { type: 'interview.started', data: { by: 'clock' } };
const NEEDED = {
	...FROZEN,
	rules: { ...FROZEN.rules, phone: 'required' as const, sweep: 'required' as const }
};
const ready = after(
	[
		[BEFORE, opened(uuid(1))],
		[BEFORE, openedPhone(uuid(4))],
		[BEFORE, swept()],
		[BEFORE, filming(BEFORE)]
	],
	initialState(NEEDED)
);
const waiting = after([
	[BEFORE, opened(uuid(1))],
	[BEFORE, confirmed],
	[BEFORE, announced(uuid(11), uuid(1))]
]);
const uploading = after([[ENDS_AT, endedBy('clock', ENDS_AT)]], waiting);

describe('random sequences, also illegal, repeated and out of order', () => {
	const lease = fc.constantFrom(uuid(1), uuid(2), uuid(3));
	const part = fc.constantFrom(uuid(11), uuid(12), uuid(13));
	const time = fc.integer({ min: BEFORE, max: ENDS_AT + 60_000 });
	const by = fc.constantFrom('clock' as const, 'candidate' as const, 'staff' as const);
	const phone = fc.constantFrom(uuid(4), uuid(5));
	const film = fc.constantFrom(uuid(14), uuid(15));
	const ofPhone: fc.Arbitrary<AttemptEvent> = fc.oneof(
		phone.map(openedPhone),
		fc.constant(swept()),
		time.map(filming),
		fc
			.tuple(time, fc.constantFrom(...PHONE_STOPS))
			.map(([at, why]): AttemptEvent => interrupted(at, why)),
		time.map(stoppedPhone),
		fc.constant<AttemptEvent>({ type: 'phone.waived', data: {} }),
		fc.tuple(film, phone).map(([id, one]) => phoneAnnounced(id, one)),
		film.map((id) => verified(id)),
		fc.tuple(phone, film).map(([one, id]) => phoneManifest(one, [id])),
		phone.map((one): AttemptEvent => ({
			type: 'lease.closed',
			data: { lease: one, reason: 'staff' }
		}))
	);
	const event: fc.Arbitrary<AttemptEvent> = fc.oneof(
		{ arbitrary: ofPhone, weight: 8 },
		lease.map(opened),
		lease.map((one): AttemptEvent => ({
			type: 'lease.closed',
			data: { lease: one, reason: 'staff' }
		})),
		fc
			.constantFrom('devices' as const, 'gate' as const, 'lot' as const)
			.map((stage): AttemptEvent => ({ type: 'stage.confirmed', data: { stage } })),
		fc.constant(started),
		fc.tuple(by, time).map(([who, at]) => endedBy(who, at)),
		fc.tuple(part, lease).map(([id, one]) => announced(id, one)),
		fc.tuple(part, fc.integer({ min: 1, max: 2 })).map(([id, n]) => verified(id, n)),
		fc
			.tuple(lease, fc.uniqueArray(part, { maxLength: 3 }), fc.integer({ min: 1, max: 2 }))
			.map(([one, ids, n]) => manifest(one, ids, n)),
		fc.constant<AttemptEvent>({ type: 'upload.completed', data: { parts: 0, bytes: 0 } }),
		fc.constantFrom(...INCIDENT_KINDS).map((kind): AttemptEvent => ({
			type: 'incident.noted',
			data: { kind, from: BEFORE, until: null, track: null }
		})),
		fc.constant<AttemptEvent>({ type: 'results.published', data: {} }),
		fc.constant<AttemptEvent>({ type: 'attempt.frozen', data: FROZEN })
	);
	/** Half of them begin as attempts do, else hardly any would come far. */
	const beginning = fc.constantFrom<AttemptState>(
		...[initialState(FROZEN), waiting, uploading],
		...[initialState(NEEDED), ready, after([[BEFORE, confirmed]], ready)]
	);
	const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), event), { maxLength: 30 });

	const walk = (
		from: AttemptState,
		row: readonly [number, AttemptEvent][],
		look: (before: AttemptState, event: AttemptEvent, after: AttemptState, at: number) => void
	): void => {
		let state = from;
		let at = BEFORE;
		const take = (one: AttemptEvent): void => {
			const outcome = transition(state, one, at);
			if (outcome.refused) expect(outcome.state).toBe(state);
			const before = state;
			state = outcome.state;
			look(before, one, state, at);
			const effects: readonly Effect[] = outcome.refused ? [] : outcome.effects;
			for (const { append } of effects) take(append);
		};
		for (const [pause, one] of row) {
			at += pause;
			take(one);
		}
	};

	test('the stage only moves forward along the plan, or back from done for a late part', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				walk(from, row, (before, one, now) => {
					expect(FROZEN.rules.plan).toContain(now.stage);
					if (!isBefore(now.stage, before.stage)) return;
					expect([before.stage, now.stage]).toEqual(['done', 'upload']);
					expect(['part.announced', 'manifest.closed']).toContain(one.type);
				});
			})
		);
	});

	test('[C19] nobody answers before the start second; [C24] done only when every part is here', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				walk(from, row, (before, _one, now, at) => {
					if (now.stage === 'answer') expect(at).toBeGreaterThanOrEqual(STARTS_AT);
					if (now.stage === 'done') {
						expect(missingParts(now)).toEqual([]);
						expect(now.ended).not.toBeNull();
					}
					if (now.stage === 'done' && before.stage !== 'done')
						expect(isUploadComplete(now)).toBe(true);
					expect(now.uploadedAt === null).toBe(now.stage !== 'done');
				});
			})
		);
	});

	test('[C23] the end is the earliest that anybody has said, and never moves later', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				let earliest = from.ended?.at ?? Infinity;
				walk(from, row, (before, one, now, at) => {
					if (now.ended !== before.ended && one.type === 'interview.ended') {
						const said = Math.min(one.data.at, at, ENDS_AT);
						earliest = one.data.by === 'candidate' ? Math.max(STARTS_AT, said) : said;
						expect(before.ended === null || earliest < before.ended.at).toBe(true);
					}
					expect(now.ended?.at ?? Infinity).toBe(earliest);
					expect(now.ended === null).toBe(isBefore(now.stage, 'upload'));
				});
			})
		);
	});

	test('[C14] nobody enters without a phone that films and has swept; [P5] the facet is of one piece', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				walk(from, row, (before, one, now, at) => {
					if (before.enteredAt === null && now.enteredAt !== null)
						expect(phoneMissing(before)).toBeNull();
					const { lease: inCharge, filmingSince, interruptedAt } = now.evidence;
					if (now.phone === 'unbound' || now.phone === 'waived') expect(inCharge).toBeNull();
					else expect(now.leases[inCharge ?? '']?.device).toBe('phone');
					if (now.phone === 'filming')
						expect([filmingSince !== null, interruptedAt]).toEqual([true, null]);
					if (now.phone === 'interrupted') expect(interruptedAt).not.toBeNull();
					expect(Math.max(filmingSince ?? 0, interruptedAt ?? 0)).toBeLessThanOrEqual(at);
					// it is beside the stage: nothing that a phone does moves a candidate
					if (one.type.startsWith('phone.')) expect(now.stage).toBe(before.stage);
				});
			})
		);
	});

	test('[C33] what is noted of the phone lies in the interview, and what it left open is noted', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				walk(from, row, (before, one, now, at) => {
					const outcome = transition(before, one, at);
					const effects = outcome.refused ? [] : outcome.effects;
					const spans = effects.flatMap(({ append }) =>
						append.type === 'incident.noted' && append.data.track === 'evidence'
							? [append.data]
							: []
					);
					for (const span of spans) {
						expect(span.from).toBeGreaterThanOrEqual(now.enteredAt ?? Infinity);
						expect(span.from).toBeLessThan(now.ended?.at ?? Infinity);
						expect(span.until ?? at).toBeLessThanOrEqual(at);
						if (span.until !== null) expect(span.until).toBeGreaterThan(span.from);
					}
					const { interruptedAt } = now.evidence;
					const endedAt = now.ended?.at ?? 0;
					const open =
						interruptedAt !== null && Math.max(interruptedAt, now.enteredAt ?? 0) < endedAt;
					if (before.ended === null && now.ended !== null && now.enteredAt !== null && open)
						expect(spans).toHaveLength(1);
				});
			})
		);
	});

	test('facts about parts are idempotent', () => {
		fc.assert(
			fc.property(beginning, steps, (from, row) => {
				walk(from, row, (_before, one, now, at) => {
					if (!one.type.startsWith('part.')) return;
					const again = transition(now, one, at);
					expect(again.state).toBe(now);
					expect(again.refused ?? again.known).toBeTruthy();
				});
			})
		);
	});
});
