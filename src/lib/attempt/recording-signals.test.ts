// What the recording's signals become at a desk with the standard policy: the clock and the recorder are the test's.
import { beforeEach, describe, expect, test } from 'vitest';
import { createIncidentDesk, type ToldIncident } from '../integrity/incident-desk.ts';
import { DEFAULT_POLICY } from '../integrity/presets.ts';
import { partHeader } from '../recording/testing/factories.ts';
import { IDLE, type TrackState } from '../recording/track-state.ts';
import type { Millis } from '../shared/clock.ts';
import { settle } from '../shared/testing/manual-time.ts';
import type { DutyIncidents } from './recording-duty.ts';
import { createRecordingSignals } from './recording-signals.ts';
import { after, BEFORE, event, uuid } from './testing/events.ts';

let now: Millis;
let told: ToldIncident[];
let screen: TrackState | null;
let offlineSince: Millis | null;
let resumed: Millis[];
let signals: DutyIncidents;

const runs = (more: Partial<TrackState> = {}): TrackState => ({
	...IDLE,
	...{ state: 'recording', part: partHeader({ id: 'p' }), storedUntil: now - 800 },
	...more
});

beforeEach(() => {
	[now, told, offlineSince, resumed] = [BEFORE, [], null, []];
	screen = runs();
	let ids = 0;
	const clock = { now: () => now };
	const desk = createIncidentDesk({
		...{ policy: DEFAULT_POLICY, clock, left: [], newId: () => String(++ids) },
		tell: (incident) => told.push(incident)
	});
	const state = after([[BEFORE, event('lease.opened', { lease: uuid(90), device: 'desktop' })]]);
	signals = createRecordingSignals({
		...{ lease: uuid(90), clock, desk, recordedBefore: Promise.resolve([]) },
		state: () => state,
		lostSince: () => offlineSince,
		recording: {
			get state() {
				return {
					screen: {
						state: 'live',
						source: null,
						muted: false,
						code: null,
						track: screen,
						wantedSince: BEFORE - 60_000
					}
				};
			}
		} as Parameters<typeof createRecordingSignals>[0]['recording'],
		resumed: (at) => resumed.push(at)
	});
});

/** A look every 200 ms while the recorder is as given. */
function pass(ms: Millis, track: () => TrackState | null = runs): void {
	for (const end = now + ms; now < end; now += 200) {
		screen = track();
		signals.look();
	}
}

describe('[C16][C22] a recording is interrupted', () => {
	test('from the moment at which it was, until film of it is stored again', () => {
		const interrupted = { since: BEFORE - 3000, why: 'source-ended' } as const;
		for (const state of ['interrupted', 'starting', 'recording'] as const)
			pass(2000, () => runs({ state, interrupted }));
		expect(told).toMatchObject([
			{ kind: 'recording-interrupted', track: 'screen', from: BEFORE - 3000, until: null }
		]);
		expect(resumed).toEqual([]);
		pass(2000);
		expect(told.slice(1)).toMatchObject([{ id: told[0]?.id, until: BEFORE + 6000, times: 1 }]);
		expect(resumed).toEqual([BEFORE + 6000]);
	});

	test('when its recorder runs and gives nothing; not when its film waits for room', () => {
		const storedUntil = now - 8000;
		pass(200, () => runs({ storedUntil, heldInMemory: 1, problem: 'device.storage-full' }));
		expect(told).toMatchObject([{ kind: 'storage-full', track: 'screen', from: BEFORE }]);
		pass(200, () => runs({ storedUntil }));
		expect(told.slice(1)).toMatchObject([{ kind: 'recording-interrupted', from: storedUntil }]);
	});
});

describe('[C29] a recorder', () => {
	test('that failed or gave nothing is told as that, and not as an interruption besides', () => {
		for (const why of ['no-data', 'recorder-failed'] as const) {
			told = [];
			const interrupted = { since: now - 3000, why };
			pass(6000, () => runs({ interrupted }));
			// longer than two spans may be apart and be one
			pass(30_000);
			expect(told.map(({ kind, from }) => [kind, from])).toEqual([
				['recorder-stalled', interrupted.since],
				['recorder-stalled', interrupted.since]
			]);
			expect(told.at(-1)?.until).not.toBeNull();
		}
		expect(resumed).toHaveLength(2);
	});

	test('that nobody could start, for a screen that was not shared again after a reload', () => {
		pass(2000, () => null);
		expect(told).toMatchObject([
			{ kind: 'recording-interrupted', track: 'screen', from: BEFORE - 60_000, until: null }
		]);
	});
});

test('[C22] a vault that is full now and then is full once', () => {
	let n = 0;
	pass(9000, () => runs(n++ % 9 === 0 ? { problem: 'device.storage-full' } : {}));
	pass(9000);
	expect(told.map(({ kind, times }) => [kind, times])).toEqual([
		['storage-full', 1],
		['storage-full', 1]
	]);
	expect(told.at(-1)?.until).toBeGreaterThan(BEFORE + 9000);
});

test('[C22][C32] without a connection since the server was last heard', () => {
	offlineSince = now - 17_000;
	pass(10_000);
	offlineSince = null;
	pass(200);
	expect(told).toMatchObject([
		{ kind: 'connection-lost', track: null, from: BEFORE - 17_000, until: null },
		{ from: BEFORE - 17_000, until: BEFORE + 10_000 }
	]);
});

test('[C23] at the end what is open is over, and a page that is opened then notes nothing', () => {
	pass(1000, () => runs({ interrupted: { since: now, why: 'no-data' } }));
	signals.close();
	expect(told.map(({ until }) => until)).toEqual([null, BEFORE + 1000]);
	expect(resumed).toEqual([]);
});

test('[C15] a page that records again tells it as a moment, and which', async () => {
	signals.reopened(false);
	now += 700;
	await settle();
	signals.reopened(true);
	await settle();
	expect(told).toMatchObject([
		{ kind: 'page-reloaded', from: BEFORE, until: BEFORE, track: null },
		{ kind: 'recording-resumed', from: BEFORE + 700, until: BEFORE + 700 }
	]);
});
